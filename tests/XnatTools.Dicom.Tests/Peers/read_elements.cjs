// What dicom-parser and dcmjs read of a file, as one line of JSON: node read_elements.cjs PARSER_FOLDER DCMJS_FOLDER FILE
'use strict';
const fs = require('fs');
const path = require('path');
const zlib = require('zlib');
const [, , parserFolder, dcmjsFolder, file] = process.argv;
const parser = require(path.join(parserFolder, 'node_modules', 'dicom-parser'));
const dcmjs = require(path.join(dcmjsFolder, 'node_modules', 'dcmjs'));
dcmjs.log.setLevel('silent');
const bytes = fs.readFileSync(file);

// It wants the inflater of its caller, given everything and the place where the deflated part begins.
const inflater = (all, position) => Buffer.concat([all.slice(0, position), zlib.inflateRawSync(all.slice(position))]);
const one = parser.parseDicom(new Uint8Array(bytes), { inflater });
const natural = dcmjs.data.DicomMetaDictionary.naturalizeDataset(dcmjs.data.DicomMessage.readFile(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)).dict);
const pixels = one.elements.x7fe00010;
process.stdout.write('\n' + JSON.stringify({
  parser: {
    patientId: one.string('x00100020'),
    private: one.string('x00091001'),
    rows: one.uint16('x00280010'),
    references: one.elements.x00081140.items.map((item) => item.dataSet.string('x00081155')),
    pixelLength: pixels.length,
    pixelSum: one.byteArray.slice(pixels.dataOffset, pixels.dataOffset + pixels.length).reduce((a, b) => a + b, 0),
  },
  dcmjs: {
    patientId: natural.PatientID,
    rows: natural.Rows,
    references: natural.ReferencedImageSequence.map((item) => item.ReferencedSOPInstanceUID),
    pixelLength: natural.PixelData.byteLength ?? natural.PixelData[0].byteLength,
  },
}) + '\n');
