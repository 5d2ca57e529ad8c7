namespace XnatTools.Dicom;

/// <summary>Codes of representations as constants, for switches that every value passes.</summary>
internal static class VRCode
{
    public const ushort AT = ('A' << 8) | 'T';
    public const ushort FD = ('F' << 8) | 'D';
    public const ushort FL = ('F' << 8) | 'L';
    public const ushort OB = ('O' << 8) | 'B';
    public const ushort OW = ('O' << 8) | 'W';
    public const ushort SL = ('S' << 8) | 'L';
    public const ushort SQ = ('S' << 8) | 'Q';
    public const ushort SS = ('S' << 8) | 'S';
    public const ushort SV = ('S' << 8) | 'V';
    public const ushort UL = ('U' << 8) | 'L';
    public const ushort UN = ('U' << 8) | 'N';
    public const ushort US = ('U' << 8) | 'S';
    public const ushort UV = ('U' << 8) | 'V';
    public const ushort AE = ('A' << 8) | 'E';
    public const ushort AS = ('A' << 8) | 'S';
    public const ushort CS = ('C' << 8) | 'S';
    public const ushort DA = ('D' << 8) | 'A';
    public const ushort DS = ('D' << 8) | 'S';
    public const ushort DT = ('D' << 8) | 'T';
    public const ushort IS = ('I' << 8) | 'S';
    public const ushort TM = ('T' << 8) | 'M';
    public const ushort UI = ('U' << 8) | 'I';
    public const ushort LO = ('L' << 8) | 'O';
    public const ushort SH = ('S' << 8) | 'H';
    public const ushort ST = ('S' << 8) | 'T';
    public const ushort LT = ('L' << 8) | 'T';
    public const ushort UT = ('U' << 8) | 'T';
    public const ushort UC = ('U' << 8) | 'C';
    public const ushort UR = ('U' << 8) | 'R';
    public const ushort PN = ('P' << 8) | 'N';
}
