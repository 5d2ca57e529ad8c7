using System;
using System.Collections.Generic;
using System.Globalization;

namespace XnatTools.Sandbox.Commands;

/// <summary>The serve verb's arguments.</summary>
internal sealed class ServeOptions
{
    /// <summary>
    /// How often the queue looks for work in practice. A real XNAT looks once a minute; nobody wants to practise waiting.
    /// </summary>
    internal static readonly TimeSpan PracticeTick = TimeSpan.FromSeconds(2);

    internal SandboxOptions Options { get; private init; } = new();

    /// <summary>One line of JSON instead of text.</summary>
    internal bool Json { get; private init; }

    /// <summary>Reads arguments.</summary>
    /// <exception cref="FormatException">An argument is unknown, or its value is missing or wrong.</exception>
    internal static ServeOptions Parse(IReadOnlyList<string> args)
    {
        int http = 0;
        int receiver = 0;
        string? dicom = null;
        string? state = null;
        string? pacs = null;
        bool json = false;
        TimeSpan tick = PracticeTick;
        for (int i = 0; i < args.Count; i++)
        {
            string Value() => ++i < args.Count ? args[i] : throw new FormatException($"{args[i - 1]} needs a value.");
            switch (args[i])
            {
                case "--http":
                    http = Port("--http", Value());
                    break;
                case "--receiver":
                    receiver = Port("--receiver", Value());
                    break;
                case "--dicom":
                    dicom = Value();
                    break;
                case "--state":
                    state = Value();
                    break;
                case "--pacs":
                    pacs = Value();
                    break;
                case "--tick":
                    tick = Seconds("--tick", Value());
                    break;
                case "--json":
                    json = true;
                    break;
                default:
                    throw new FormatException($"Unknown argument '{args[i]}'.");
            }
        }

        return new ServeOptions
        {
            Json = json,
            Options = new SandboxOptions
            {
                HttpPort = http, DicomFolder = dicom, StateFolder = state, Pacs = pacs, ReceiverPort = receiver, MadeStudies = true, Quiet = json,
                QueueTick = tick,
            },
        };
    }

    private static TimeSpan Seconds(string name, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) && seconds is > 0 and <= 3600
            ? TimeSpan.FromSeconds(seconds)
            : throw new FormatException($"{name} needs seconds from 1 to 3600.");

    private static int Port(string name, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port <= 65535
            ? port
            : throw new FormatException($"{name} needs a port from 0 to 65535.");
}
