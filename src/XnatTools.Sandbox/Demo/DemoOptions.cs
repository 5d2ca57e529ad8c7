using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using XnatTools.Dicom;

namespace XnatTools.Sandbox.Demo;

/// <summary>The demo verb's arguments.</summary>
internal sealed class DemoOptions
{
    public const string Usage = """
        demo [--dicom FOLDER] [--csv FILE] [--pacs AET@host:port] [--receiver PORT] [--keep]
          --dicom FOLDER        serve these DICOM files instead of made ones; without --csv every study of them is asked for
          --csv FILE            ask for the lines of this file
          --pacs AET@host:port  use another PACS; with --dicom the folder is what that PACS was filled from
          --receiver PORT       port on which XNAT's receiver listens (the PACS must know it); any free one without it
          --keep                keep the sandbox's state and the CSV files
        """;

    public string? DicomFolder { get; private set; }

    public string? CsvFile { get; private set; }

    public string? Pacs { get; private set; }

    public int ReceiverPort { get; private set; }

    public bool Keep { get; private set; }

    /// <summary>Reads arguments.</summary>
    /// <exception cref="FormatException">An argument is unknown, or its value is missing or wrong.</exception>
    public static DemoOptions Parse(IReadOnlyList<string> args)
    {
        DemoOptions options = new();
        for (int i = 0; i < args.Count; i++)
        {
            string Value() => ++i < args.Count ? args[i] : throw new FormatException($"{args[i - 1]} needs a value.");
            switch (args[i])
            {
                case "--dicom":
                    options.DicomFolder = Existing(Value(), Directory.Exists, "The folder of --dicom does not exist.");
                    break;
                case "--csv":
                    options.CsvFile = Existing(Value(), File.Exists, "The file of --csv does not exist.");
                    break;
                case "--pacs":
                    options.Pacs = DicomNode.TryParse(Value(), out DicomNode? node) ? node!.ToString() : throw new FormatException("--pacs needs AET@host:port.");
                    break;
                case "--receiver":
                    options.ReceiverPort = int.TryParse(Value(), NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port <= 65535
                        ? port
                        : throw new FormatException("--receiver needs a port from 0 to 65535.");
                    break;
                case "--keep":
                    options.Keep = true;
                    break;
                default:
                    throw new FormatException($"Unknown argument '{args[i]}'.");
            }
        }

        return options.Pacs is not null && options.CsvFile is null && options.DicomFolder is null
            ? throw new FormatException("With --pacs say what to ask for: --csv FILE, or --dicom with the folder that the PACS was filled from.")
            : options;
    }

    private static string Existing(string path, Func<string, bool> exists, string trouble) => exists(path) ? Path.GetFullPath(path) : throw new FormatException(trouble);
}
