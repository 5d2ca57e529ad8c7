using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml;

namespace XnatTools.HelpBuilder;

/// <summary>HelpBuilder docs/cmdlets XnatTools.Commands.dll engine-folder output.xml</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        if (args.Length != 4)
        {
            Console.Error.WriteLine("usage: HelpBuilder <pages> <XnatTools.Commands.dll> <folder of System.Management.Automation.dll> <output.xml>");
            return 2;
        }

        HelpSet help = HelpSet.Load(args[0], args[1], args[2]);
        foreach (string problem in help.Problems)
        {
            // In MSBuild's own form, so that a missing page breaks the build with its reason.
            Console.Out.WriteLine($"error HELP001: {problem}");
        }

        string target = Path.GetFullPath(args[3]);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        using (XmlWriter writer = XmlWriter.Create(target, new XmlWriterSettings { Indent = true, NewLineChars = "\r\n" }))
        {
            MamlWriter.Write(help.Documented).Save(writer);
        }

        return help.Problems.Count == 0 ? 0 : 1;
    }
}
