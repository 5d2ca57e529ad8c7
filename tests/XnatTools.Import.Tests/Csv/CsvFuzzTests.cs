using System;
using System.IO;
using System.Linq;
using System.Text;
using XnatTools.Import.Csv;
using Xunit;

namespace XnatTools.Import.Tests.Csv;

/// <summary>Random damage must end in findings or in an <see cref="XnatException"/>, and must never widen a search.</summary>
public sealed class CsvFuzzTests
{
    private static readonly string[] s_pieces =
    [
        ",", ";", "\t", "\"", "\"\"", "'", "\r", "\n", "\r\n", "\0", "\f", "\u200B", "\uFEFF", "\u00A0", "*", "?", "-", "=\"", "\\", "20240307", "2024-03-07", "N/A", "Patient ID", "Study Date",
        "\u0410", "\uD83D", "\uFFFF", "1.23E+11", "sep=;\n", "=", " ", "0",
    ];

    [Fact]
    public void Random_bytes_end_in_findings()
    {
        Random random = new(1);
        for (int run = 0; run < 1000; run++)
        {
            byte[] bytes = new byte[random.Next(0, 400)];
            random.NextBytes(bytes);
            Exercise(bytes);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Mutations_of_good_files_end_in_findings_and_stay_as_narrow(int seed)
    {
        string good = "Accession Number,Patient ID,Study Date,Last Name,First Name,Subject,Session,Remark\nACC1,P1,20240307,Sample,Alex,S1,S1_1,ok\nACC2,P2,20240308,Other,Kim,S2,S2_1,\"a, b\"\n";
        Random random = new(seed);
        for (int run = 0; run < 1000; run++)
        {
            StringBuilder text = new(good);
            for (int i = random.Next(1, 6); i > 0; i--)
            {
                int at = random.Next(text.Length);
                if (random.Next(3) == 0)
                {
                    text.Remove(at, Math.Min(random.Next(1, 12), text.Length - at));
                }
                else
                {
                    text.Insert(at, s_pieces[random.Next(s_pieces.Length)]);
                }
            }

            Encoding encoding = random.Next(6) == 0 ? Encoding.Unicode : Encoding.UTF8;
            Exercise(encoding.GetBytes(text.ToString()));
        }
    }

    private static void Exercise(byte[] bytes)
    {
        try
        {
            using CsvSheetReader reader = CsvSheetReader.Open(new MemoryStream(bytes), "fuzz.csv");
            _ = CsvCheck.Run(reader).Count();
            ImportRow[] sound = reader.IsUsable ? reader.ReadRows().Where(r => r.IsValid).ToArray() : [];
            foreach (ImportRow row in sound)
            {
                Assert.True(row.AccessionNumber is not null || row.StudyInstanceUid is not null || row.PatientId is not null);
                Assert.DoesNotContain('*', row.PatientId + row.AccessionNumber + row.LastName);
                Assert.DoesNotContain('?', row.PatientId + row.AccessionNumber + row.LastName);
            }

            // Whatever is let through can be written for the server, which checks every character again.
            Assert.Equal(sound.Length == 0 ? 1 : sound.Length + 1, Encoding.ASCII.GetString(DqrCsvWriter.Write(sound)).Count(c => c == '\n'));
            if (reader.Sheet is not null && !reader.IsCut)
            {
                AssertMends(reader);
            }
        }
        catch (XnatException e)
        {
            Assert.NotEqual(XnatErrorCode.Unexpected, e.Code);
            Assert.NotEqual(XnatErrorCode.CsvRowInvalid, e.Code);
        }
    }

    private static void AssertMends(CsvSheetReader reader)
    {
        using MemoryStream mended = new();
        CsvRepairResult result = CsvRepair.Run(reader, mended, "mended.csv", null);
        using CsvSheetReader again = CsvSheetReader.Open(new MemoryStream(mended.ToArray()), "mended.csv");
        string left = string.Join(' ', CsvCheck.Run(again).Where(f => f.CanRepair));
        Assert.True(left.Length == 0, left + " in\n" + Encoding.UTF8.GetString(mended.ToArray()));
        Assert.Equal(reader.RowCount, again.RowCount);
        Assert.True(result.ValidRows == (again.IsUsable ? again.ReadRows().Count(r => r.IsValid) : 0), $"{result.ValidRows} valid rows changed in\n{Encoding.UTF8.GetString(mended.ToArray())}from\n{string.Join("\n", CsvCheck.Run(reader))}\nto\n{string.Join("\n", CsvCheck.Run(again))}");
    }
}
