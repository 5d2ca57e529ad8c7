// A DICOM peer in JavaScript on the package dcmjs-dimse: an acceptor that answers what a test wants, and a requestor.
//   node dimse_peer.cjs FOLDER_OF_PACKAGE scp PORT
//   node dimse_peer.cjs FOLDER_OF_PACKAGE echo|find|store|get|move|window PORT [FILE]
// The acceptor goes by the calling AE title: ST_xxxx answers every request with that status, RE_r_s_n rejects with result,
// source and reason, AB_s_n aborts at the first request. What happens is written as one line of JSON each.
'use strict';
const path = require('path');
const [, , folder, mode, portText, file] = process.argv;
const dimse = require(path.join(folder, 'node_modules', 'dcmjs-dimse'));
const { Client, Dataset, Scp, Server, log } = dimse;
const { CEchoRequest, CFindRequest, CStoreRequest, CGetRequest, CMoveRequest } = dimse.requests;
const { CEchoResponse, CFindResponse, CStoreResponse, CMoveResponse } = dimse.responses;
const { Status, PresentationContextResult, TransferSyntax } = dimse.constants;
log.setLevel('silent');
const port = Number(portText);
const say = (fact) => process.stdout.write(JSON.stringify(fact) + '\n');

class Peer extends Scp {
  associationRequested(association) {
    this.association = association;
    const caller = association.getCallingAeTitle();
    const reject = /^RE_(\d)_(\d)_(\d)$/.exec(caller);
    if (reject) {
      this.sendAssociationReject(Number(reject[1]), Number(reject[2]), Number(reject[3]));
      return;
    }

    for (const { id } of association.getPresentationContexts()) {
      const context = association.getPresentationContext(id);
      const plain = context.getTransferSyntaxUids().find((t) => t === TransferSyntax.ExplicitVRLittleEndian || t === TransferSyntax.ImplicitVRLittleEndian);
      context.setResult(plain ? PresentationContextResult.Accept : PresentationContextResult.RejectTransferSyntaxesNotSupported, plain);
    }

    this.sendAssociationAccept();
  }

  status() {
    const caller = this.association.getCallingAeTitle();
    const abort = /^AB_(\d)_(\d)$/.exec(caller);
    if (abort) {
      this.sendAbort(Number(abort[1]), Number(abort[2]));
      return null;
    }

    const wanted = /^ST_([0-9A-F]{4})$/.exec(caller);
    return wanted ? parseInt(wanted[1], 16) : Status.Success;
  }

  answer(response, callback, many) {
    const status = this.status();
    if (status !== null) {
      response.setStatus(status);
      callback(many ? [response] : response);
    }
  }

  cEchoRequest(request, callback) {
    this.answer(CEchoResponse.fromRequest(request), callback);
  }

  cFindRequest(request, callback) {
    const status = this.status();
    if (status === null) {
      return;
    }

    const answers = [];
    if (status === Status.Success) {
      for (const name of ['Doe^Jane', 'Wang^XiaoDong=\u738B^\u5C0F\u6771', '\u041F\u0435\u0442\u0440\u043E\u0432^\u0418\u0432\u0430\u043D']) {
        const pending = CFindResponse.fromRequest(request);
        pending.setDataset(new Dataset({
          SpecificCharacterSet: 'ISO_IR 192', QueryRetrieveLevel: 'STUDY', PatientName: name,
          AccessionNumber: request.getDataset().getElement('AccessionNumber'),
        }, TransferSyntax.ExplicitVRLittleEndian));
        pending.setStatus(Status.Pending);
        answers.push(pending);
      }
    }

    const last = CFindResponse.fromRequest(request);
    last.setStatus(status);
    callback([...answers, last]);
  }

  cStoreRequest(request, callback) {
    const dataset = request.getDataset();
    say({ stored: dataset.getElement('SOPInstanceUID'), rows: dataset.getElement('Rows'), patient: dataset.getElement('PatientID') });
    this.answer(CStoreResponse.fromRequest(request), callback);
  }

  cMoveRequest(request, callback) {
    this.answer(CMoveResponse.fromRequest(request), callback, true);
  }

  associationReleaseRequested() {
    this.sendAssociationReleaseResponse();
  }
}

if (mode === 'scp') {
  const server = new Server(Peer);
  server.on('networkError', (e) => say({ error: String(e && e.message) }));
  server.listen(port);
} else {
  const client = new Client();
  const uid = '1.2.826.0.1.3680043.9.9999.';
  const requests = {
    echo: () => [new CEchoRequest()],
    find: () => [CFindRequest.createStudyFindRequest({ PatientName: '', AccessionNumber: 'ACC1002', StudyInstanceUID: '' })],
    store: () => [new CStoreRequest(file)],
    get: () => [CGetRequest.createStudyGetRequest(uid + '2')],
    move: () => [CMoveRequest.createStudyMoveRequest('DEST', uid + '1')],
    window: () => [1, 2, 3, 4, 5, 6].map(() => new CEchoRequest()),
  }[mode]();
  for (const request of requests) {
    request.on('response', (response) => {
      const dataset = response.hasDataset() && response.getDataset();
      say({ status: response.getStatus(), name: dataset ? dataset.getElement('PatientName') : undefined, completed: response.getCompleted ? response.getCompleted() : undefined });
    });
    client.addRequest(request);
  }

  client.on('associationAccepted', (association) => say({ accepted: true, window: association.getMaxAsyncOpsInvoked() }));
  client.on('associationRejected', (result) => say({ rejected: result }));
  client.on('cStoreRequest', (request, callback) => {
    say({ got: request.getDataset().getElement('SOPInstanceUID') });
    const response = CStoreResponse.fromRequest(request);
    response.setStatus(Status.Success);
    callback(response);
  });
  client.on('networkError', (e) => say({ error: String(e && e.message) }));
  client.on('closed', () => say({ closed: true }));
  client.send('127.0.0.1', port, 'JSSCU', 'OURS', mode === 'window'
    ? { asyncOps: { maxAsyncOpsInvoked: 5, maxAsyncOpsPerformed: 5 } }
    : {});
}
