namespace XnatTools.Import.Labels;

/// <summary>A piece of a template: text, or a field with its format.</summary>
internal sealed class LabelPart
{
    public LabelPart(string text, string? name, string? format)
    {
        Text = text;
        Name = name;
        Format = format;
    }

    public string Text { get; }

    /// <summary>Null for plain text; 0 for the running number.</summary>
    public string? Name { get; }

    public string? Format { get; }
}
