using System;
using XnatTools.Import.Schedule;
using Xunit;

namespace XnatTools.Import.Tests.Schedule;

public sealed class ImportWindowTests
{
    [Theory]
    [InlineData("19:00-07:00", "19:00-07:00")]
    [InlineData(" 9:30-17:00 ", "09:30-17:00")]
    [InlineData("19:00-00:00", "19:00-24:00")]
    [InlineData("Fri 19:00-07:00", "Fri 19:00-07:00")]
    [InlineData("mon-thu 20:00-06:30", "Mon,Tue,Wed,Thu 20:00-06:30")]
    [InlineData("Fri-Mon 20:00-21:00", "Mon,Fri,Sat,Sun 20:00-21:00")]
    [InlineData("Saturday,Sunday 00:00-24:00", "Sat,Sun 00:00-24:00")]
    [InlineData("weekdays 19:00-24:00", "weekdays 19:00-24:00")]
    [InlineData("Weekend", "Sat,Sun 00:00-24:00")]
    [InlineData("weekend 08:00-12:00", "Sat,Sun 08:00-12:00")]
    public void Reads_and_writes_the_forms_people_use(string text, string written)
    {
        ImportWindow window = ImportWindow.Parse(text);

        Assert.Equal(written, window.ToString());
        Assert.Equal(window, ImportWindow.Parse(window.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("19-07")]
    [InlineData("19:00")]
    [InlineData("19:00-")]
    [InlineData("19:00-25:00")]
    [InlineData("19:60-07:00")]
    [InlineData("24:00-07:00")]
    [InlineData("24:01-07:00")]
    [InlineData("08:00-08:00")]
    [InlineData("7pm-7am")]
    [InlineData("Funday 19:00-07:00")]
    [InlineData("Mon-Tue-Wed 19:00-07:00")]
    [InlineData("Mon, Tue 19:00-07:00")]
    [InlineData("-1:00-07:00")]
    public void Refuses_what_can_be_misunderstood(string text) =>
        Assert.Equal(XnatErrorCode.ArgumentInvalid, Assert.Throws<XnatException>(() => ImportWindow.Parse(text)).Code);

    [Fact]
    public void The_morning_after_belongs_to_the_day_it_began_on()
    {
        ImportWindow window = ImportWindow.Parse("Fri 19:00-07:00");

        Assert.True(window.Contains(DayOfWeek.Friday, TimeSpan.FromHours(19)));
        Assert.True(window.Contains(DayOfWeek.Saturday, new TimeSpan(6, 59, 59)));
        Assert.False(window.Contains(DayOfWeek.Saturday, TimeSpan.FromHours(7)));
        Assert.False(window.Contains(DayOfWeek.Saturday, TimeSpan.FromHours(19)));
        Assert.False(window.Contains(DayOfWeek.Friday, TimeSpan.FromHours(6)));
    }
}
