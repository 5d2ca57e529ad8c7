using System;
using System.Collections.Generic;
using System.Linq;

namespace XnatTools.Conventions.Tests;

/// <summary>XnatTools.psd1.</summary>
internal static class Manifest
{
    private static readonly Lazy<Dictionary<string, object?>> s_read = new(() => PowerShellData.Read(Repo.Text("XnatTools.psd1")));

    public static Dictionary<string, object?> All => s_read.Value;

    public static string Text(string key) => (string)All[key]!;

    public static string[] List(string key) => [.. ((object?[])All[key]!).Select(v => (string)v!)];

    public static Dictionary<string, object?> PSData => (Dictionary<string, object?>)((Dictionary<string, object?>)All["PrivateData"]!)["PSData"]!;
}
