using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace XnatTools.HelpBuilder;

/// <summary>
/// Reads a page: one level-1 heading (the cmdlet), the synopsis under it, and the sections Description, Parameters
/// (### -Name), Examples (### title), Inputs, Outputs, Notes, Related.
/// </summary>
internal static class HelpPageReader
{
    public static HelpPage Read(string path)
    {
        MarkdownDocument document = Markdown.Parse(File.ReadAllText(path));
        string name = "";
        string section = "";
        string item = "";
        Dictionary<string, List<string>> text = new(StringComparer.OrdinalIgnoreCase);
        Dictionary<string, IReadOnlyList<string>> parameters = new(StringComparer.OrdinalIgnoreCase);
        List<HelpExample> examples = [];

        foreach (Block block in document)
        {
            switch (block)
            {
                case HeadingBlock { Level: 1 } heading:
                    name = Text(heading.Inline);
                    break;
                case HeadingBlock { Level: 2 } heading:
                    section = Text(heading.Inline);
                    item = "";
                    break;
                case HeadingBlock { Level: 3 } heading:
                    item = Text(heading.Inline);
                    if (section == "Examples")
                    {
                        examples.Add(new HelpExample(item, "", []));
                    }

                    break;
                case FencedCodeBlock code when section == "Examples" && examples.Count > 0:
                    string added = code.Lines.ToString();
                    examples[^1] = examples[^1] with { Code = examples[^1].Code.Length == 0 ? added : examples[^1].Code + "\n" + added };
                    break;
                default:
                    List<string> paragraphs = [.. Paragraphs(block)];
                    if (section == "Examples" && examples.Count > 0)
                    {
                        examples[^1] = examples[^1] with { Remarks = [.. examples[^1].Remarks, .. paragraphs] };
                    }
                    else if (section == "Parameters" && item.Length > 0)
                    {
                        string key = item.TrimStart('-');
                        parameters[key] = parameters.TryGetValue(key, out IReadOnlyList<string>? had) ? [.. had, .. paragraphs] : paragraphs;
                    }
                    else
                    {
                        if (!text.TryGetValue(section, out List<string>? lines))
                        {
                            text[section] = lines = [];
                        }

                        lines.AddRange(paragraphs);
                    }

                    break;
            }
        }

        IReadOnlyList<string> Section(string key) => text.TryGetValue(key, out List<string>? lines) ? lines : [];
        return new HelpPage(name, string.Join(" ", Section("")), Section("Description"), parameters, examples, Section("Inputs"), Section("Outputs"), Section("Notes"), Section("Related"));
    }

    private static IEnumerable<string> Paragraphs(Block block)
    {
        switch (block)
        {
            case ParagraphBlock paragraph:
                yield return Text(paragraph.Inline);
                break;
            case FencedCodeBlock code:
                yield return code.Lines.ToString();
                break;
            case ListBlock list:
                foreach (ListItemBlock item in list.OfType<ListItemBlock>())
                {
                    yield return "- " + string.Join(" ", item.SelectMany(Paragraphs));
                }

                break;
            case QuoteBlock quote:
                foreach (string line in quote.SelectMany(Paragraphs))
                {
                    yield return line;
                }

                break;
        }
    }

    private static string Text(ContainerInline? inlines)
    {
        if (inlines is null)
        {
            return "";
        }

        StringBuilder text = new();
        foreach (Inline inline in inlines)
        {
            _ = inline switch
            {
                LiteralInline literal => text.Append(literal.Content.AsSpan()),
                CodeInline code => text.Append(code.Content),
                LineBreakInline => text.Append(' '),
                ContainerInline inner => text.Append(Text(inner)),
                HtmlEntityInline entity => text.Append(entity.Transcoded.AsSpan()),
                AutolinkInline link => text.Append(link.Url),
                _ => text,
            };
        }

        return text.ToString().Trim();
    }
}
