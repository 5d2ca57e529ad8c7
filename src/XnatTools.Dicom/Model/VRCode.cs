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
}
