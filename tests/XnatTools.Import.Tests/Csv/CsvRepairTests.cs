using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using XnatTools.Import.Csv;
using Xunit;

namespace XnatTools.Import.Tests.Csv;

public sealed class CsvRepairTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("csv-repair-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void What_was_mended_stays_mended_and_no_row_is_lost()
    {
        foreach (CsvCase one in HostileCsvTests.Cases())
        {
            using CsvSheetReader reader = one.Open();
            if (reader.Sheet is null || reader.IsCut)
            {
                continue;
            }

            (CsvRepairResult result, byte[] mended) = Repair(reader);
            Assert.Equal(reader.RowCount, result.Rows);

            CsvReadOptions options = new() { AllowWildcard = one.Options?.AllowWildcard ?? false, AllowNameSearch = one.Options?.AllowNameSearch ?? false, RequireLabels = one.Options?.RequireLabels };
            using CsvSheetReader again = CsvSheetReader.Open(new MemoryStream(mended), "mended.csv", options);
            CsvFinding[] left = CsvCheck.Run(again).ToArray();
            Assert.True(!left.Any(f => f.CanRepair), $"{one.Name}: {string.Join(' ', left.Where(f => f.CanRepair))}");
            Assert.Equal(reader.RowCount, again.RowCount);
            Assert.True(one.ValidRows == (again.IsUsable ? again.ReadRows().Count(r => r.IsValid) : 0), $"{one.Name} has other valid rows after the repair");

            (_, byte[] twice) = Repair(again);
            Assert.True(mended.SequenceEqual(twice), $"{one.Name} changes when repaired again");
        }
    }

    [Fact]
    public void Mends_what_Excel_did_and_keeps_what_a_person_must_see()
    {
        string source = Write("\uFEFF\fpatient_id;Study Date;Subject;Session;Remark;\r\n=\"0012\";2024-03-07;S001;S001_1;\"a;b\";\r\n0013;7/3/2024;S002;S002_1;=1+1;\r\n;;;;;\r\n");
        string target = Path.Combine(_folder, "new.csv");
        List<CsvFinding> told = [];

        CsvRepairResult result = CsvRepair.Run(source, target, null, false, told.Add);

        Assert.Equal("Patient ID,Study Date,Subject,Session,Remark\n0012,20240307,S001,S001_1,\"a;b\"\n0013,7/3/2024,S002,S002_1,=1+1\n", File.ReadAllText(target));
        Assert.Equal(2, result.Rows);
        Assert.Equal(1, result.ValidRows);
        Assert.Equal(1, result.RemainingErrors);
        CsvFinding error = Assert.Single(told, f => !f.CanRepair && f.Severity == FindingSeverity.Error);
        Assert.Equal("CsvDateAmbiguous", error.Code);
        Assert.Equal(3, error.Line);
        Assert.False(error.Repaired);
        Assert.All(told.Where(f => f.CanRepair), f => Assert.True(f.Repaired));
        Assert.Equal(["new.csv", "source.csv"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Never_touches_the_original()
    {
        string source = Write("Accession Number\n'1\n");
        byte[] before = File.ReadAllBytes(source);

        Assert.Equal(XnatErrorCode.ArgumentInvalid, Assert.Throws<XnatException>(() => CsvRepair.Run(source, source, force: true)).Code);
        Assert.Equal(XnatErrorCode.ArgumentInvalid, Assert.Throws<XnatException>(() => CsvRepair.Run(source, Path.Combine(_folder, ".", "source.csv"), force: true)).Code);
        Assert.Equal(before, File.ReadAllBytes(source));
    }

    [Fact]
    public void Keeps_a_file_that_is_there_unless_told()
    {
        string source = Write("Accession Number\n'1\n");
        string target = Path.Combine(_folder, "there.csv");
        File.WriteAllText(target, "mine");

        Assert.Equal(XnatErrorCode.FileExists, Assert.Throws<XnatException>(() => CsvRepair.Run(source, target)).Code);
        Assert.Equal("mine", File.ReadAllText(target));
        CsvRepair.Run(source, target, force: true);
        Assert.Equal("Accession Number\n1\n", File.ReadAllText(target));
    }

    [Fact]
    public void Refuses_what_is_no_sheet()
    {
        string source = Write("nothing,to\nsee,here\n");
        string target = Path.Combine(_folder, "none.csv");

        Assert.Equal(XnatErrorCode.CsvHeaderInvalid, Assert.Throws<XnatException>(() => CsvRepair.Run(source, target)).Code);
        Assert.False(File.Exists(target));
    }

    [Fact]
    public void Escapes_formulas_on_reports_only()
    {
        Assert.Equal("'=1+1", CsvCells.ForReport("=1+1"));
        Assert.Equal("\"'@SUM(1,2)\"", CsvCells.ForReport("@SUM(1,2)"));
        Assert.Equal("-12.5", CsvCells.ForReport("-12.5"));
        Assert.Equal("'-cmd", CsvCells.ForReport("-cmd"));
        Assert.Equal("=1+1", CsvCells.Quote("=1+1"));
    }

    private static (CsvRepairResult Result, byte[] Bytes) Repair(CsvSheetReader reader)
    {
        using MemoryStream stream = new();
        CsvRepairResult result = CsvRepair.Run(reader, stream, "mended.csv", null);
        return (result, stream.ToArray());
    }

    private string Write(string text)
    {
        string path = Path.Combine(_folder, "source.csv");
        File.WriteAllText(path, text, new UTF8Encoding(false));
        return path;
    }
}
