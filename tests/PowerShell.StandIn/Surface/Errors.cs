namespace System.Management.Automation;

public interface IContainsErrorRecord
{
    ErrorRecord? ErrorRecord { get; }
}

public class RuntimeException : SystemException, IContainsErrorRecord
{
    private ErrorRecord? _record;

    public RuntimeException()
    {
    }

    public RuntimeException(string message)
        : base(message)
    {
    }

    public RuntimeException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    public RuntimeException(string message, Exception? innerException, ErrorRecord errorRecord)
        : base(message, innerException) => _record = errorRecord;

    public virtual ErrorRecord? ErrorRecord => _record;

    internal void SetRecord(ErrorRecord record) => _record = record;
}

public class PipelineStoppedException : RuntimeException
{
    public PipelineStoppedException()
        : base("The pipeline has been stopped.")
    {
    }
}

public class ActionPreferenceStopException : RuntimeException
{
    public ActionPreferenceStopException()
    {
    }

    public ActionPreferenceStopException(string message)
        : base(message)
    {
    }

    public override ErrorRecord? ErrorRecord => base.ErrorRecord;
}

public class ParameterBindingException : RuntimeException
{
    private readonly string _id = "";

    public ParameterBindingException()
    {
    }

    public ParameterBindingException(string message)
        : base(message)
    {
    }

    public ParameterBindingException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    internal ParameterBindingException(string id, string parameter, Exception? inner = null)
        : base($"{id}: {parameter}", inner)
    {
        _id = id;
        ParameterName = parameter;
    }

    public string ErrorId => _id;

    public string ParameterName { get; } = "";
}

public class MetadataException : RuntimeException
{
    public MetadataException()
    {
    }

    public MetadataException(string message)
        : base(message)
    {
    }
}

public class ValidationMetadataException : MetadataException
{
    public ValidationMetadataException()
    {
    }

    public ValidationMetadataException(string message)
        : base(message)
    {
    }
}

public class PSInvalidOperationException : InvalidOperationException, IContainsErrorRecord
{
    public PSInvalidOperationException()
    {
    }

    public PSInvalidOperationException(string message)
        : base(message)
    {
    }

    public ErrorRecord? ErrorRecord => null;
}

public class ErrorDetails
{
    public ErrorDetails(string message) => Message = message;

    public string Message { get; }

    public string? RecommendedAction { get; set; }

    public override string ToString() => Message;
}

public class ErrorCategoryInfo
{
    internal ErrorCategoryInfo(ErrorCategory category, Exception exception, object? target)
    {
        Category = category;
        Reason = exception.GetType().Name;
        TargetName = target?.ToString() ?? "";
        TargetType = target?.GetType().Name ?? "";
    }

    public string Activity { get; set; } = "";

    public ErrorCategory Category { get; }

    public string Reason { get; set; }

    public string TargetName { get; set; }

    public string TargetType { get; set; }

    public override string ToString() => $"{Category}: ({TargetName}:{TargetType}) [{Activity}], {Reason}";
}

public class ErrorRecord
{
    private readonly string _id;

    public ErrorRecord(Exception exception, string errorId, ErrorCategory errorCategory, object? targetObject)
    {
        Exception = exception ?? throw new ArgumentNullException(nameof(exception));
        _id = errorId;
        TargetObject = targetObject;
        CategoryInfo = new ErrorCategoryInfo(errorCategory, exception, targetObject);
    }

    public ErrorCategoryInfo CategoryInfo { get; }

    public ErrorDetails? ErrorDetails { get; set; }

    public Exception Exception { get; }

    public string FullyQualifiedErrorId => CommandType is null ? _id : $"{_id},{CommandType}";

    public object? TargetObject { get; }

    internal string? CommandType { get; set; }

    public override string ToString() => ErrorDetails?.Message ?? Exception.Message;
}

public abstract class FlowControlException : SystemException
{
    internal FlowControlException()
    {
    }
}
