"""Reads lines: original|masked|l,t,r,b and answers ok, or what differs. Decodes both with pydicom, independently of us."""
import sys

import numpy
import pydicom


def pixels(path):
    dataset = pydicom.dcmread(path, force=True)
    array = dataset.pixel_array
    frames = int(getattr(dataset, "NumberOfFrames", 1) or 1)
    return dataset, array if frames > 1 else array[numpy.newaxis]


for line in sys.stdin:
    try:
        before_path, after_path, sides = line.rstrip("\n").split("|")
        left, top, right, bottom = (int(side) for side in sides.split(","))
        _, before = pixels(before_path)
        dataset, after = pixels(after_path)
        if dataset.file_meta.TransferSyntaxUID != "1.2.840.10008.1.2.1":
            print("syntax " + dataset.file_meta.TransferSyntaxUID)
            continue
        if before.shape != after.shape:
            print("shape %s %s" % (before.shape, after.shape))
            continue
        region = after[:, top:bottom, left:right]
        if after.ndim == 4 and dataset.PhotometricInterpretation.startswith("YBR"):
            middle = 1 << (dataset.BitsStored - 1)
            clean = not region[..., 0].any() and bool((region[..., 1:] == middle).all())
        else:
            clean = not region.any()
        mask = numpy.zeros(before.shape, bool)
        mask[:, top:bottom, left:right] = True
        same = bool((before[~mask] == after[~mask]).all())
        print("ok" if clean and same else "clean=%s same=%s" % (clean, same))
    except Exception as error:  # the other side fails the test with it
        print("error %s" % str(error).replace("\n", " "))
    sys.stdout.flush()
