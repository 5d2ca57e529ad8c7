using System.Globalization;
using System.IO;
using System.Text;

namespace XnatTools.Benchmarks.Csv;

/// <summary>Files to measure with: a clean one, and one in which every row has something to be said about it.</summary>
internal static class CsvSample
{
    public static string Clean(string folder, int rows)
    {
        string path = Path.Combine(folder, $"clean-{rows}.csv");
        using StreamWriter writer = new(path, false, new UTF8Encoding(false));
        writer.NewLine = "\r\n";
        writer.WriteLine("Accession Number,Patient ID,Study Date,Modality,Subject,Session,Ward");
        for (int i = 0; i < rows; i++)
        {
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ACC{i:0000000},P{i / 2:000000},2024{(i % 12) + 1:00}{(i % 28) + 1:00},MR,S{i / 2:000000},S{i / 2:000000}_{(i % 2) + 1},W{i % 9}"));
        }

        return path;
    }

    public static string Damaged(string folder, int rows)
    {
        string path = Path.Combine(folder, $"damaged-{rows}.csv");
        using StreamWriter writer = new(path, false, new UTF8Encoding(true));
        writer.NewLine = "\r\n";
        writer.WriteLine("\faccession_number;MRN;Study Date;Modality;Subject;Session;Ward;");
        for (int i = 0; i < rows; i++)
        {
            string date = (i % 4) switch { 0 => "2024-03-07", 1 => "7/3/2024", 2 => "45358", _ => "07-Mar-2024" };
            string accession = (i % 5) switch { 0 => $"=\"{i:00000000}\"", 1 => "1.23E+11", 2 => $" {i} ", 3 => $"'{i:00000000}", _ => $"{i:00000000}\u200B" };
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{accession};P{i / 2:000000};{date};mr;S {i / 2};S{i / 3:000000};W{i % 9};"));
        }

        return path;
    }
}
