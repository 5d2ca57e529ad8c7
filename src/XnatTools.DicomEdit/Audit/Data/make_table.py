#!/usr/bin/env python3
"""Makes confidentiality.txt from a CSV of DICOM PS3.15 Table E.1-1 (one row an attribute, one column an option).

usage: make_table.py ps3.15-table-e1-1.csv > confidentiality.txt
"""
import csv
import sys

OPTIONS = [  # letter of the option, column of the CSV
    ("P", "retainSafePrivate"), ("U", "retainUIDs"), ("D", "retainDeviceIdentity"), ("I", "retainInstitutionIdentity"),
    ("C", "retainPatientCharacteristics"), ("F", "retainLongFullDates"), ("M", "retainLongModifiedDates"),
    ("T", "cleanDescriptors"), ("S", "cleanStructuredContent"), ("G", "cleanGraphics"),
]

print("# DICOM PS3.15 Table E.1-1, edition 2024b: tag (x = any digit)|Basic Profile|option:code ...|R = retired.")
print("# Options: " + ", ".join(f"{letter} {column}" for letter, column in OPTIONS) + ". Made by make_table.py.")
with open(sys.argv[1], newline="", encoding="utf-8") as rows:
    for row in csv.DictReader(rows):
        tag = "private" if "odd" in row["tag"] else row["tag"].strip("()").replace(",", "")
        options = " ".join(f"{letter}:{row[column]}" for letter, column in OPTIONS if row[column])
        print("|".join([tag, row["basicProfile"], options] + (["R"] if row["retired"] == "Y" else [])))
