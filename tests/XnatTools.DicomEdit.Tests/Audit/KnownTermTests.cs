using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Xunit;
using XnatTools.DicomEdit.Audit;

namespace XnatTools.DicomEdit.Tests.Audit;

public sealed class KnownTermTests
{
    [Theory]
    [InlineData("Featherstone^Zelda", "note for ZELDA FEATHERSTONE today", false)]
    [InlineData("Featherstone^Zelda", "zelda", false)]
    [InlineData("Featherstone^Zelda", "featherstoneZelda", false)]
    [InlineData("Featherstone^Zelda", "zeldas", true)]
    [InlineData("H7741902", "id=h7741902.", false)]
    [InlineData("7741902", "1077419025", true)]
    [InlineData("9434765919", "943 476 5919", false)]
    [InlineData("943 476 5919", "9434765919", false)]
    [InlineData("19610307", "born 7/3/1961", false)]
    [InlineData("19610307", "07.03.1961", false)]
    [InlineData("1961-03-07", "19610307", false)]
    [InlineData("19610307", "7 March 1961", false)]
    [InlineData("\u738B^\u5C0F\u6771", "x\u5C0F\u6771x", false)]
    public void An_identifier_is_found_in_every_form(string known, string text, bool inside)
    {
        List<TermHit> hits = [];
        new KnownTerms([known]).SearchText(text, hits);

        Assert.NotEmpty(hits);
        Assert.Equal(inside, hits.TrueForAll(hit => hit.Inside));
    }

    [Fact]
    public void What_is_too_short_is_told_and_not_looked_for()
    {
        KnownTerms known = new(["Li", "Oh", "abc"]);

        Assert.Equal(2, known.Ignored);
        Assert.Equal(3, known.Count);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("iso-8859-1")]
    [InlineData("utf-16LE")]
    [InlineData("utf-16BE")]
    public void Bytes_are_searched_in_several_encodings(string encoding)
    {
        byte[] bytes = [1, 2, .. Encoding.GetEncoding(encoding).GetBytes("m\u00FCller"), 3];
        List<TermHit> hits = [];
        new KnownTerms(["M\u00DCLLER"]).SearchBytes(bytes, hits);

        Assert.Equal(2, Assert.Single(hits).Position);
    }

    [Fact]
    public void The_automaton_agrees_with_a_plain_search()
    {
        Random random = new(7);
        for (int run = 0; run < 2000; run++)
        {
            string[] patterns = Enumerable.Range(0, random.Next(12)).Select(_ => Word(random, 1 + random.Next(5))).Distinct().ToArray();
            string text = Word(random, random.Next(40));
            TermAutomaton automaton = new();
            for (int i = 0; i < patterns.Length; i++)
            {
                automaton.Add(patterns[i], i);
            }

            automaton.Build();
            int state = 0;
            for (int end = 0; end < text.Length; end++)
            {
                state = automaton.Step(state, text[end]);
                string before = text[..(end + 1)];
                string? longest = patterns.Where(p => before.EndsWith(p, StringComparison.Ordinal)).MaxBy(p => p.Length);
                bool found = automaton.TryMatch(state, out int pattern, out int length);

                Assert.Equal(longest, found ? patterns[pattern] : null);
                Assert.True(!found || length == longest!.Length);
            }
        }
    }

    private static string Word(Random random, int length) => new(Enumerable.Range(0, length).Select(_ => (char)('a' + random.Next(3))).ToArray());
}
