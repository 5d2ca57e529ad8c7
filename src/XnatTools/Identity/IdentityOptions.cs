using System;

namespace XnatTools;

/// <summary>Options of PS3.15 Annex E: each replaces the codes of its own column of Table E.1-1.</summary>
[Flags]
public enum IdentityOptions
{
    /// <summary>The profile alone.</summary>
    None = 0,

    RetainSafePrivate = 1,

    RetainUids = 2,

    RetainDeviceIdentity = 4,

    RetainInstitutionIdentity = 8,

    RetainPatientCharacteristics = 16,

    /// <summary>Dates stay as they were; not together with <see cref="RetainModifiedDates"/>.</summary>
    RetainFullDates = 32,

    /// <summary>Dates are shifted by one number of days a patient.</summary>
    RetainModifiedDates = 64,

    CleanDescriptors = 128,

    CleanStructuredContent = 256,

    CleanGraphics = 512,
}
