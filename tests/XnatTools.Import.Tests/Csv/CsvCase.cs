using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using XnatTools.Import.Csv;

namespace XnatTools.Import.Tests.Csv;

/// <summary>A hostile file: what it holds, and what must be found in it.</summary>
public sealed class CsvCase
{
    private CsvCase(string name, byte[] bytes, string[] codes, int validRows, CsvReadOptions? options)
    {
        Name = name;
        Bytes = bytes;
        Codes = codes;
        ValidRows = validRows;
        Options = options;
    }

    public string Name { get; }

    public byte[] Bytes { get; }

    /// <summary>Every distinct code, no more and no fewer, without the prefix.</summary>
    public string[] Codes { get; }

    /// <summary>Rows that may be sent.</summary>
    public int ValidRows { get; }

    public CsvReadOptions? Options { get; }

    public static CsvCase Text(string name, string text, string codes, int validRows, CsvReadOptions? options = null) =>
        new(name, Encoding.UTF8.GetBytes(text), Split(codes), validRows, options);

    public static CsvCase Raw(string name, byte[] bytes, string codes, int validRows, CsvReadOptions? options = null) => new(name, bytes, Split(codes), validRows, options);

    /// <summary>One row with accession, patient, date, subject and session, of which some are replaced.</summary>
    public static CsvCase Row(string name, string codes, int validRows, string accession = "ACC0001", string patient = "P0001", string date = "20240307", string subject = "S001", string session = "S001_1", CsvReadOptions? options = null) =>
        Text(name, $"Accession Number,Patient ID,Study Date,Subject,Session\n{accession},{patient},{date},{subject},{session}\n", codes, validRows, options);

    public override string ToString() => Name;

    public CsvSheetReader Open() => CsvSheetReader.Open(new MemoryStream(Bytes), "case.csv", Options);

    public List<CsvFinding> Find()
    {
        using CsvSheetReader reader = Open();
        return CsvCheck.Run(reader).ToList();
    }

    private static string[] Split(string codes) => codes.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
