"""Prints length and SHA-1 of every frame of encapsulated pixel data of the files named on standard input."""
import hashlib
import json
import sys

import pydicom
from pydicom.encaps import generate_pixel_data_frame

for line in sys.stdin:
    name = line.rstrip('\n')
    try:
        dataset = pydicom.dcmread(name, force=True)
        if 'PixelData' not in dataset or not dataset.file_meta.TransferSyntaxUID.is_compressed or dataset['PixelData'].is_undefined_length is False:
            continue
        count = int(dataset.get('NumberOfFrames') or 1)
        frames = [[len(f), hashlib.sha1(f).hexdigest()] for f in generate_pixel_data_frame(dataset.PixelData, count)]
        print(json.dumps({'file': name, 'frames': frames}), flush=True)
    except Exception as error:
        print(json.dumps({'file': name, 'error': type(error).__name__ + ': ' + str(error)}), flush=True)
