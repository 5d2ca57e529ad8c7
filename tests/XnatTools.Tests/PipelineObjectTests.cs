using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Xunit;

namespace XnatTools.Tests;

/// <summary>Rules that every object in the pipeline keeps, checked by reflection over all of them.</summary>
public sealed class PipelineObjectTests
{
    private const string Mark = "ZZMARKZZ";

    /// <summary>Properties that hold pseudonyms, names of ours or of the server, and never a patient's identifier.</summary>
    private static readonly HashSet<string> s_safe = new(StringComparer.Ordinal)
    {
        "Project", "Timestamp", "Status", "Name", "AETitle", "Id", "Tag", "Code", "Column", "Url",
        "UserName", "Investigator", "Identifier", "Check", "Resource", "Node",
    };

    public static TheoryData<Type> PublicTypes()
    {
        TheoryData<Type> data = [];
        foreach (Type type in typeof(XnatException).Assembly.GetExportedTypes().Where(t => t.IsClass && !t.IsAbstract && !typeof(Attribute).IsAssignableFrom(t) && !typeof(Delegate).IsAssignableFrom(t)))
        {
            data.Add(type);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(PublicTypes))]
    public void Is_sealed_and_has_no_public_setter(Type type)
    {
        Assert.True(type.IsSealed, $"{type} must be sealed");
        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        {
            Assert.False(property.SetMethod?.IsPublic ?? false, $"{type.Name}.{property.Name} can be set from outside");
        }

        Assert.Empty(type.GetFields(BindingFlags.Public | BindingFlags.Instance));
    }

    /// <summary>New labels are pseudonyms; a label that the server tells may be the patient's own name.</summary>
    private static bool IsSafe(Type type, string property) =>
        s_safe.Contains(property) || (type == typeof(RelabelMap) && (property is nameof(RelabelMap.Subject) or nameof(RelabelMap.Session)))
        // Made by us: a number for the import, and sentences that hold none of the server's words.
        || (type == typeof(XnatImport) && property == nameof(XnatImport.JobId))
        || (type == typeof(ImportStall) && (property is nameof(ImportStall.Link) or nameof(ImportStall.Message)))

        // About a script, or the place and kind of a risk; the value itself is another property.
        || (type == typeof(DicomEditScriptFinding) && property == nameof(DicomEditScriptFinding.Message))
        || (type == typeof(IdentityFinding) && (property is nameof(IdentityFinding.Kind) or nameof(IdentityFinding.Tag)))
        || (type == typeof(XnatAnonScript) && property == nameof(XnatAnonScript.Hash));

    [Theory]
    [MemberData(nameof(PublicTypes))]
    public void Shows_no_identifier_in_its_text(Type type)
    {
        if (type.GetConstructor(Type.EmptyTypes) is null)
        {
            return;
        }

        object item = Activator.CreateInstance(type)!;
        bool planted = false;
        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.PropertyType == typeof(string) && property.SetMethod is not null && !IsSafe(type, property.Name))
            {
                // Long enough for a UID, whose last eight characters may be shown.
                property.SetValue(item, Mark + "-1.2.3.4.5.6.7.8.9");
                planted = true;
            }
        }

        if (planted)
        {
            Assert.DoesNotContain(Mark, item.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Public_types_mention_only_the_platform_and_themselves()
    {
        Assembly own = typeof(XnatException).Assembly;
        foreach (Type type in own.GetExportedTypes())
        {
            foreach (PropertyInfo property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            {
                Assert.True(Allowed(property.PropertyType, own), $"{type.Name}.{property.Name} is a {property.PropertyType}");
            }
        }
    }

    private static bool Allowed(Type type, Assembly own) =>
        type.Assembly == own
        || (type.HasElementType && Allowed(type.GetElementType()!, own))
        || ((type.Namespace == "System" || type.Namespace == "System.Collections.Generic") && type.GenericTypeArguments.All(t => Allowed(t, own)));
}
