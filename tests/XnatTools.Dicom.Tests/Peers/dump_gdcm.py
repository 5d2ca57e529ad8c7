"""Prints every element of the files named on standard input as GDCM reads it: path, VR, length, SHA-1 of the bytes."""
import hashlib
import json
import os
import resource
import sys

import gdcm


def dump(dataset, prefix, out):
    for element in dataset.GetDES():
        tag = element.GetTag()
        path = prefix + '(%04X,%04X)' % (tag.GetGroup(), tag.GetElement())
        vr = str(element.GetVR())
        fragments = element.GetSequenceOfFragments()
        if fragments:
            out.append([path, vr, -1, str(fragments.GetNumberOfFragments())])
            continue
        value = element.GetByteValue()
        data = b''
        if value:
            text = value.GetBuffer() if value.GetLength() else ''
            data = text.encode('utf-8', 'surrogateescape') if isinstance(text, str) else bytes(text)
        items = element.GetValueAsSQ() if data[:4] == b'\xfe\xff\x00\xe0' or (not value and not element.IsEmpty()) else None
        if items:
            out.append([path, 'SQ', items.GetNumberOfItems(), ''])
            for number in range(items.GetNumberOfItems()):
                dump(items.GetItem(number + 1).GetNestedDataSet(), '%s[%d].' % (path, number), out)
            continue
        out.append([path, vr, len(data), hashlib.sha1(data).hexdigest()])


def answer(name):
    reader = gdcm.Reader()
    reader.SetFileName(name)
    if not reader.Read():
        return {'file': name, 'error': 'not read'}
    out = []
    dump(reader.GetFile().GetHeader(), '', out)
    dump(reader.GetFile().GetDataSet(), '', out)
    return {'file': name, 'elements': out}


for line in sys.stdin:
    name = line.rstrip('\n')
    # Its assertions end the process, and one file says that it is 4 GB long: a child for each file, with limits.
    child = os.fork()
    if child == 0:
        try:
            resource.setrlimit(resource.RLIMIT_AS, (1 << 31, 1 << 31))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            print(json.dumps(answer(name)), flush=True)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    if status != 0:
        print(json.dumps({'file': name, 'error': 'ended by signal %d' % (status & 127)}), flush=True)
