using System;
using System.Collections.Generic;

namespace XnatTools.Import.Csv;

/// <summary>The modality codes of DICOM (PS3.3 C.7.3.1.1.1), retired ones included, since archives hold old studies.</summary>
internal static class Modalities
{
    private static readonly HashSet<string> s_codes = new(
        ("ANN AR ASMT AU BDUS BI BMD CFM CR CT CTPROTOCOL DMS DG DOC DX ECG EEG EMG EOG EPS ES FID GM HC HD IO IOL IVOCT IVUS KER KO LEN LS M3D MG MR NM OAM OCT OP "
        + "OPM OPT OPTBSV OPTENF OPV OSS OT PA PLAN POS PR PT PX REG RESP RF RG RTDOSE RTIMAGE RTINTENT RTPLAN RTRAD RTRECORD RTSEGANN RTSTRUCT RWV SEG SM SMR SR SRF STAIN "
        + "TEXTUREMAP TG US VA XA XAPROTOCOL XC AS CD CF CP CS DD DF DM DS EC FA FS LP MA MS OPR ST VF").Split(' '),
        StringComparer.Ordinal);

    public static bool IsKnown(string code) => s_codes.Contains(code);
}
