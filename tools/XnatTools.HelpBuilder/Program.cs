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
        if (help.Problems.Count > 0)
        {
            // Only said here: the convention tests are what fails, so that code and page may land one after the other.
            Console.Out.WriteLine($"Help: {help.Problems.Count} differences between docs/cmdlets and the code; the convention tests list them.");
        }

        string target = Path.GetFullPath(args[3]);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        using (XmlWriter writer = XmlWriter.Create(target, new XmlWriterSettings { Indent = true, NewLineChars = "\r\n" }))
        {
            MamlWriter.Write(help.Documented).Save(writer);
        }

        return 0;
    }
}
