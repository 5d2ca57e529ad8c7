using System;
using System.Globalization;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit;

/// <summary>alterPixels: what the script asks for goes to the editor of the context; the header is ours.</summary>
internal static class PixelFunctions
{
    private static readonly DicomTag s_burnedIn = new(0x0028, 0x0301);
    private static readonly DicomTag s_method = new(0x0012, 0x0063);
    private static readonly DicomTag s_methodCodes = new(0x0012, 0x0064);

    public static object? AlterPixels(Run run, Arguments arguments)
    {
        string shape = arguments.Needed(run, 0);
        string fill = arguments.Needed(run, 2);
        if (!string.Equals(shape.Trim(), "rectangle", StringComparison.OrdinalIgnoreCase) || !string.Equals(fill.Trim(), "solid", StringComparison.OrdinalIgnoreCase))
        {
            throw new Fault("alterPixels takes the shape rectangle and the fill solid.");
        }

        DicomPixelRegion region = Region(run, arguments.Needed(run, 1));
        _ = arguments.Needed(run, 3);
        if (run.Dataset.Contains(DicomTags.FloatPixelData) || run.Dataset.Contains(DicomTags.DoubleFloatPixelData))
        {
            throw new Fault("alterPixels does not black out pixels of floating point; the image would go out unmasked.");
        }

        if (!run.Dataset.TryGet(DicomTags.PixelData, out DicomElement pixels) || pixels.IsEmpty)
        {
            return Nothing.s_value;
        }

        DicomPixelEditor editor = run.Context.PixelEditor ?? throw new Fault("alterPixels has nothing to edit pixels with; the image would go out unmasked.");
        try
        {
            editor(run.Dataset, region);
        }
        catch (DicomException error)
        {
            throw new Fault("alterPixels failed: " + error.Message, error);
        }

        run.PixelEdits.Add(region);
        Mark(run);
        return Nothing.s_value;
    }

    private static DicomPixelRegion Region(Run run, string settings)
    {
        int?[] sides = new int?[4];
        foreach (string setting in settings.Split(','))
        {
            int equals = setting.IndexOf('=');
            string name = (equals < 0 ? setting : setting.Substring(0, equals)).Trim();
            int side = name switch { "l" or "left" => 0, "t" or "top" => 1, "r" or "right" => 2, "b" or "bottom" => 3, _ => -1 };
            if (side < 0 || equals < 0 || !int.TryParse(setting.Substring(equals + 1).Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value))
            {
                throw new Fault("A rectangle is written l=.., t=.., r=.., b=.. with whole numbers.");
            }

            sides[side] = value;
        }

        if (sides[0] is not { } left || sides[1] is not { } top || sides[2] is not { } right || sides[3] is not { } bottom)
        {
            throw new Fault("A rectangle needs l, t, r and b.");
        }

        if (right > left && bottom > top)
        {
            return new DicomPixelRegion(left, top, right, bottom);
        }

        // XNAT's engine marks the image as clean and leaves it as it is, or blacks out another part than anybody would expect.
        if (!run.Options.IsExact)
        {
            throw new Fault("A rectangle's right and bottom lie beyond its left and top; the image would go out unmasked.");
        }

        run.Note("Rectangles that are the wrong way round are laid to the right of their left, and empty ones count as done.");
        return new DicomPixelRegion(left, top, left + Math.Abs(right - left), top + Math.Abs(bottom - top));
    }

    private static void Mark(Run run)
    {
        run.Set(run.Dataset, s_burnedIn, "NO");
        run.Set(run.Dataset, s_method, "Burned in text blacked out");
        int index = 0;
        if (run.Dataset.GetItems(s_methodCodes) is { } items)
        {
            foreach (DicomDataset item in items)
            {
                if (item.GetString(DicomTags.CodeValue) == "113101")
                {
                    return;
                }
            }

            index = items.Count;
        }

        DicomDataset code = run.ItemOf(run.Dataset, s_methodCodes, index);
        run.Set(code, DicomTags.CodeValue, "113101");
        run.Set(code, DicomTags.CodingSchemeDesignator, "DCM");
        run.Set(code, DicomTags.CodeMeaning, "Clean Pixel Data Option");
    }
}
