using System.Linq;
using Xunit;

namespace XnatTools.Tests;

public sealed class RelabelMapTests
{
    [Fact]
    public void Entries_carry_the_plugins_headings_in_a_fixed_order()
    {
        RelabelMap map = new()
        {
            PatientBirthDate = "19700101", StudyDate = "20240307", AccessionNumber = "A", StudyId = "I", PatientId = "P", PatientName = "N", Session = "S001_1", Subject = "S001",
        };
        Assert.Equal(
            ["Subject", "Session", "Relabel Patient Name", "Relabel Patient ID", "Relabel Study ID", "Relabel Accession Number", "Relabel Study Date", "Relabel Patient Birth Date"],
            map.ToEntries().Select(e => e.Key));
    }

    [Fact]
    public void An_empty_text_is_an_entry_and_null_is_not()
    {
        Assert.True(RelabelMap.Empty.IsEmpty);
        Assert.False(new RelabelMap { PatientId = "" }.IsEmpty);
        Assert.Single(new RelabelMap { PatientId = "" }.ToEntries());
    }

    [Fact]
    public void With_replaces_only_what_is_given()
    {
        RelabelMap map = new RelabelMap { Subject = "S001", Session = "S001_1", PatientId = "P" }.With(null, "S001_2");
        Assert.Equal("S001", map.Subject);
        Assert.Equal("S001_2", map.Session);
        Assert.Equal("P", map.PatientId);
    }

    [Fact]
    public void Same_means_every_entry()
    {
        Assert.True(new RelabelMap { Subject = "a" }.SameAs(new RelabelMap { Subject = "a" }));
        Assert.False(new RelabelMap { Subject = "a" }.SameAs(new RelabelMap { Subject = "A" }));
        Assert.False(new RelabelMap { Subject = "a" }.SameAs(new RelabelMap { Session = "a" }));
        Assert.False(new RelabelMap { Subject = "a" }.SameAs(null));
    }
}
