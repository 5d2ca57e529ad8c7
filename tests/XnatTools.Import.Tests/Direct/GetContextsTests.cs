using System;
using System.Collections.Generic;
using System.Linq;
using XnatTools.Dicom;
using XnatTools.Import.Direct.Receive;
using Xunit;

namespace XnatTools.Import.Tests.Direct;

/// <summary>What is proposed for C-GET fits one association, and no storage class of the standard stays without a proposal.</summary>
public sealed class GetContextsTests
{
    [Theory]
    [InlineData("MR", "1.2.840.10008.5.1.4.1.1.4")]
    [InlineData("CT", "1.2.840.10008.5.1.4.1.1.2")]
    [InlineData("NM", "1.2.840.10008.5.1.4.1.1.20")]
    [InlineData("US", "1.2.840.10008.5.1.4.1.1.6.1")]
    public void The_likeliest_class_has_a_context_for_each_syntax(string modality, string sopClass)
    {
        IReadOnlyList<PresentationContext> contexts = GetContexts.For([new PacsSeries { Modality = modality }], []);
        Assert.InRange(contexts.Count, 3, 128);
        PresentationContext[] own = [.. contexts.Where(c => c.AbstractSyntax == sopClass)];
        Assert.All(own, c => Assert.Single(c.TransferSyntaxes));
        Assert.Contains(own, c => c.TransferSyntaxes[0] == "1.2.840.10008.1.2.4.70");
        Assert.All(contexts.Skip(2), c => Assert.True(c.RequestorIsScp));
    }

    [Fact]
    public void Screenshots_of_any_imaging_modality_can_come_compressed()
    {
        foreach (string modality in (string[])["CT", "MR", "PT", "NM", "US", "CR", "DX", "MG", "XA", "RF"])
        {
            IReadOnlyList<PresentationContext> contexts = GetContexts.For([new PacsSeries { Modality = modality }], []);
            Assert.InRange(contexts.Count, 3, 128);
            Assert.Contains(contexts, c => c.AbstractSyntax == DicomUids.SecondaryCaptureImageStorage && c.TransferSyntaxes.Count == 1 && c.TransferSyntaxes[0] == DicomUids.JpegLossless);
        }
    }

    [Fact]
    public void Every_class_of_the_standard_is_proposed_first_or_in_a_later_round()
    {
        HashSet<string> proposed = new(GetContexts.For([], []).Select(c => c.AbstractSyntax), StringComparer.Ordinal);
        for (int page = 0; page < 3; page++)
        {
            IReadOnlyList<PresentationContext> contexts = GetContexts.For([], GetContexts.Page(page));
            Assert.InRange(contexts.Count, 3, 128);
            proposed.UnionWith(contexts.Select(c => c.AbstractSyntax));
        }

        Assert.Empty(DicomUids.StorageClasses.Except(proposed));
    }
}
