"""Reads paths from standard input and walks through every element of each; answers ok or what went wrong."""
import sys

import pydicom


def walk(dataset):
    for element in dataset:
        if element.VR == "SQ":
            for item in element.value:
                walk(item)
        else:
            element.value


for line in sys.stdin:
    try:
        walk(pydicom.dcmread(line.rstrip("\n"), force=True))
        print("ok")
    except Exception as error:  # told to the test
        print("error %s" % str(error).replace("\n", " "))
    sys.stdout.flush()
