namespace System.Management.Automation.Language;

public abstract class Ast
{
    internal Ast()
    {
    }
}

public abstract class StatementAst : Ast
{
    internal StatementAst()
    {
    }
}

public abstract class CommandBaseAst : StatementAst
{
    internal CommandBaseAst()
    {
    }
}

public class CommandAst : CommandBaseAst
{
    internal CommandAst()
    {
    }
}
