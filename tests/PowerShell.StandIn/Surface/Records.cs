using System.Collections.Generic;

namespace System.Management.Automation;

public class ProgressRecord
{
    public ProgressRecord(int activityId, string activity, string statusDescription)
    {
        // The engine refuses a negative id (engine/ProgressRecord.cs).
        _ = activityId >= 0 ? activityId : throw new ArgumentOutOfRangeException(nameof(activityId));
        _ = string.IsNullOrEmpty(activity) ? throw new ArgumentException("It is empty.", nameof(activity)) : activity;
        _ = string.IsNullOrEmpty(statusDescription) ? throw new ArgumentException("It is empty.", nameof(statusDescription)) : statusDescription;
        ActivityId = activityId;
        Activity = activity;
        StatusDescription = statusDescription;
    }

    public string Activity { get; set; }

    public int ActivityId { get; }

    public string? CurrentOperation { get; set; }

    public int ParentActivityId { get; set; } = -1;

    public int PercentComplete { get; set; } = -1;

    public ProgressRecordType RecordType { get; set; }

    public int SecondsRemaining { get; set; } = -1;

    public string StatusDescription { get; set; }
}

public class InformationRecord
{
    public InformationRecord(object messageData, string source)
    {
        MessageData = messageData;
        Source = source;
    }

    public object MessageData { get; }

    public string Source { get; set; }

    public List<string> Tags { get; } = [];

    public override string ToString() => MessageData?.ToString() ?? "";
}

public class CompletionResult
{
    public CompletionResult(string completionText, string listItemText, CompletionResultType resultType, string toolTip)
    {
        // All are required, and none may be empty (engine/CommandCompletion/CompletionResult.cs).
        _ = string.IsNullOrEmpty(completionText) ? throw new ArgumentException("It is empty.", nameof(completionText)) : completionText;
        _ = string.IsNullOrEmpty(listItemText) ? throw new ArgumentException("It is empty.", nameof(listItemText)) : listItemText;
        _ = string.IsNullOrEmpty(toolTip) ? throw new ArgumentException("It is empty.", nameof(toolTip)) : toolTip;
        CompletionText = completionText;
        ListItemText = listItemText;
        ResultType = resultType;
        ToolTip = toolTip;
    }

    public string CompletionText { get; }

    public string ListItemText { get; }

    public CompletionResultType ResultType { get; }

    public string ToolTip { get; }
}

public interface IArgumentCompleter
{
    IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, Language.CommandAst commandAst, Collections.IDictionary fakeBoundParameters);
}
