namespace XnatTools.Closure;

internal enum ClosureProblemKind
{
    /// <summary>A reference that neither the package nor the framework has.</summary>
    MissingFile,

    /// <summary>The shipped or framework assembly has another version than was asked for, and nobody vouched for it.</summary>
    VersionMismatch,

    /// <summary>The framework already has it.</summary>
    FrameworkHasIt,

    /// <summary>PowerShell's own assembly is in the package.</summary>
    EngineShipped,

    /// <summary>None of our assemblies can reach it.</summary>
    NotNeeded,

    /// <summary>Ours in deps/, or a package beside ours where the loader's handler is by-passed.</summary>
    WrongFolder,

    /// <summary>An allowance that nothing uses any more.</summary>
    StaleAllowance,
}
