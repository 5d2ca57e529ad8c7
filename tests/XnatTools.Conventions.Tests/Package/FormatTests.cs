using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Xml.Linq;
using Xunit;

namespace XnatTools.Conventions.Tests.Package;

/// <summary>Every object that a cmdlet writes has a table that fits a console and shows no patient (anchors 5.7).</summary>
public sealed class FormatTests
{
    /// <summary>Properties that may identify a patient: asked for by name, never shown by default.</summary>
    private static readonly string[] s_identifying = ["PatientName", "PatientId", "Other", "PatientBirthDate", "LastName", "FirstName", "Value", "ReferringPhysicianName", "ErrorMessage", "ServerText"];

    /// <summary>A header is what that view is for; the other is a label that replaces the patient's.</summary>
    private static readonly string[] s_shown = ["XnatTools.DicomHeaderElement.Value", "XnatTools.RelabelMap.PatientId"];

    private static readonly XElement[] s_views = [.. XDocument.Load(Repo.Path("module", "XnatTools.Format.ps1xml")).Descendants("View")];

    public static TheoryData<string> Outputs => new(ShippedCmdlets.All.Cmdlets.SelectMany(c => c.Outputs)
        .Where(t => t.FullName!.StartsWith("XnatTools.", StringComparison.Ordinal)).Select(t => t.FullName!).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Outputs))]
    public void Output_has_a_table(string type) => Assert.Contains(s_views, v => v.Element("TableControl") is not null && Types(v).Contains(type));

    [Fact]
    public void Views_name_real_properties()
    {
        List<string> unknown = [];
        foreach (XElement view in s_views)
        {
            foreach (string name in Types(view))
            {
                Type? type = typeof(XnatConnection).Assembly.GetType(name);
                unknown.AddRange(type is null
                    ? [name]
                    : view.Descendants("PropertyName").Select(p => p.Value).Where(p => type.GetProperty(p, BindingFlags.Public | BindingFlags.Instance) is null).Select(p => $"{name}.{p}"));
            }
        }

        Assert.Empty(unknown);
    }

    [Fact]
    public void Tables_fit_120_columns()
    {
        Assert.All(s_views.Where(v => v.Element("TableControl") is not null), view =>
        {
            XElement[] columns = [.. view.Descendants("TableColumnHeader")];
            int known = columns.Sum(c => int.Parse(c.Element("Width")?.Value ?? "8", CultureInfo.InvariantCulture)) + columns.Length - 1;
            Assert.True(known <= 120, $"{view.Element("Name")?.Value} is {known} wide.");
            Assert.Equal(columns.Length, view.Descendants("TableColumnItem").Count());
        });
    }

    [Fact]
    public void Views_run_no_script_and_show_no_patient()
    {
        Assert.All(s_views, view =>
        {
            // A script block in a view must be signed and slows large tables.
            Assert.Empty(view.Descendants("TableControl").Descendants("ScriptBlock"));
            string[] shown = [.. Types(view).SelectMany(t => view.Descendants("PropertyName").Select(p => $"{t}.{p.Value}"))];
            Assert.DoesNotContain(shown, p => s_identifying.Contains(p[(p.LastIndexOf('.') + 1)..]) && !s_shown.Contains(p));
        });
    }

    private static IEnumerable<string> Types(XElement view) => view.Element("ViewSelectedBy")!.Elements("TypeName").Select(t => t.Value);
}
