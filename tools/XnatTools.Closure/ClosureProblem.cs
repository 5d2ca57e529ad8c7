namespace XnatTools.Closure;

/// <summary>One reason why a build of the module must not be shipped.</summary>
internal sealed record ClosureProblem(ClosureProblemKind Kind, string Framework, string File, string Message)
{
    public override string ToString() => $"{Framework}: {File}: {Message} [{Kind}]";
}
