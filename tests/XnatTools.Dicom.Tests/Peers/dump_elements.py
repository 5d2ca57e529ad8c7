"""Prints every element of the files named on standard input, for comparison: path, VR, length, SHA-1 of the bytes, text."""
import hashlib
import json
import sys

import pydicom
from pydicom import config
from pydicom.dataelem import RawDataElement

config.enforce_valid_values = False
TEXT = set('AE AS CS DA DS DT IS LO LT PN SH ST TM UC UI UR UT'.split())


def written(value):
    text = getattr(value, 'original_string', None)
    return text if isinstance(text, str) else str(value)


def dump(dataset, prefix, out):
    for tag in sorted(dataset.keys()):
        path = prefix + '(%04X,%04X)' % (tag.group, tag.element)
        raw = dataset.get_item(tag)
        data = raw.value if isinstance(raw, RawDataElement) else None
        try:
            element = dataset[tag]
        except Exception as error:
            out.append([path, '??', -2, '', type(error).__name__])
            continue
        if element.VR == 'SQ':
            items = list(element.value)
            out.append([path, 'SQ', len(items), '', None])
            for number, item in enumerate(items):
                dump(item, '%s[%d].' % (path, number), out)
            continue
        known = data is not None or getattr(raw, 'length', None) == 0
        data = data or b''
        if getattr(raw, 'length', 0) == 0xFFFFFFFF:
            out.append([path, element.VR, -1, '', None])
            continue
        text = None
        if element.VR in TEXT:
            value = element.value
            if value is None:
                values = []
            elif isinstance(value, (list, pydicom.multival.MultiValue)):
                values = [written(v) for v in value]
            else:
                values = [written(value)]
            text = '\\'.join(values)
        out.append([path, element.VR, len(data) if known else -3, hashlib.sha1(data).hexdigest(), text])


for line in sys.stdin:
    name = line.rstrip('\n')
    try:
        dataset = pydicom.dcmread(name, force=True)
        out = []
        dump(dataset.file_meta, '', out)
        dump(dataset, '', out)
        print(json.dumps({'file': name, 'elements': out}), flush=True)
    except Exception as error:
        print(json.dumps({'file': name, 'error': type(error).__name__ + ': ' + str(error)}), flush=True)
