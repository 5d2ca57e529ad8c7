using System;
using System.Collections.Generic;
using System.IO;
using XnatTools.DicomEdit.Protection;

namespace XnatTools.DicomEdit.Tests;

/// <summary>A site's and a project's script, as hospitals have them.</summary>
internal static class TestScripts
{
    public static Dictionary<string, string> Labels { get; } = new() { ["project"] = "PROJ", ["subject"] = "SUBJ_01", ["session"] = "SESS_01" };

    public static string Read(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Scripts", name));

    public static DicomEditChain Chain(params string[] texts) => new(Array.ConvertAll(texts, text => DicomEditScript.Compile(text)));

    public static DicomEditChain SiteAndProject() => Chain(Read("site.das"), Read("project.das"));

    public static ProtectionOptions Options(DicomEditChain? chain = null) => new() { Chain = chain ?? SiteAndProject(), Variables = Labels, Fingerprint = "test" };
}
