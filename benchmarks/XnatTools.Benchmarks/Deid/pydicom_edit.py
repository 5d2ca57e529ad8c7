"""The edits of a project script with pydicom: tags file, folder of files, folder for the new ones."""
import os
import sys
from datetime import datetime, timedelta
from hashlib import sha256

import pydicom

deletes, empties = [], []
for line in open(sys.argv[1]):
    kind, tag = line.split()
    (deletes if kind == "d" else empties).append(tuple(int(part, 16) for part in tag.split(",")))

for name in sorted(os.listdir(sys.argv[2])):
    dataset = pydicom.dcmread(os.path.join(sys.argv[2], name))
    dataset.PatientName = dataset.PatientID = "SUBJ_01"
    dataset.AccessionNumber, dataset.StudyDescription, dataset.StudyID = "SESS_01", "PROJ", "SESS_01 Study"
    for keyword in ("StudyDate", "SeriesDate", "AcquisitionDate", "ContentDate", "PerformedProcedureStepStartDate"):
        if keyword in dataset and dataset[keyword].value:
            shifted = datetime.strptime(dataset[keyword].value, "%Y%m%d") - timedelta(days=17)
            dataset[keyword].value = shifted.strftime("%Y%m%d")
    for keyword in ("StudyInstanceUID", "SeriesInstanceUID", "FrameOfReferenceUID"):
        if keyword in dataset:
            dataset[keyword].value = "2.25." + str(int(sha256(dataset[keyword].value.encode()).hexdigest()[:30], 16))
    for tag in empties:
        if tag in dataset:
            dataset[tag].value = ""
    for tag in deletes:
        if tag in dataset:
            del dataset[tag]
    dataset.remove_private_tags()
    dataset.save_as(os.path.join(sys.argv[3], name))
