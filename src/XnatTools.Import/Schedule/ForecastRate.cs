using System;
using System.Collections.Generic;

namespace XnatTools.Import.Schedule;

/// <summary>
/// How long a study takes, from when studies left the queue. Three things are told apart, because a beginning shows them unequally well: the
/// usual pace, which a few tens of studies tell; what size costs, which they tell badly; and standstills, which are rare and long.
/// </summary>
internal sealed class ForecastRate
{
    /// <summary>What takes longer than so many usual studies is a standstill.</summary>
    private const double StandstillOver = 4;

    /// <summary>Standstills as they would be expected before any was seen: a second a study, seen over a hundred studies.</summary>
    private const double UsualStandstill = 1;
    private const double UsualOver = 100;

    /// <summary>Part of the time that goes by size before anything was seen, and how many studies' worth that is.</summary>
    private const double UsualSizePart = 0.3;
    private const double UsualSizeWeight = 20;

    private readonly double _count;
    private readonly double _pace;
    private readonly double _standstill;
    private readonly double _images;
    private readonly double _perImage;

    private ForecastRate(List<Step> steps, bool sized)
    {
        List<double> each = steps.ConvertAll(static s => s.Seconds / s.Count);
        each.Sort();
        double median = each[each.Count / 2];
        List<Step> usual = new(steps.Count);
        double seconds = 0;
        double images = 0;
        foreach (Step step in steps)
        {
            double without = step.Seconds > StandstillOver * median * step.Count ? median * step.Count : step.Seconds;
            usual.Add(step with { Seconds = without });
            _count += step.Count;
            _standstill += step.Seconds - without;
            seconds += without;
            images += step.Images;
        }

        _pace = seconds / _count;
        _images = images / _count;
        _perImage = sized && _images > 0 ? PerImage(usual) : 0;
    }

    /// <summary>How many studies it was measured on.</summary>
    public double Count => _count;

    /// <summary>Measures.</summary>
    /// <param name="steps">Times between studies that left the queue.</param>
    /// <param name="sized">Whether their images are known.</param>
    /// <returns>The rate; null when they all left at one time.</returns>
    public static ForecastRate? Of(List<Step> steps, bool sized) => steps.Exists(static s => s.Seconds > 0) ? new ForecastRate(steps, sized) : null;

    /// <summary>Open seconds a study, of studies with so many images on average; null: like those measured.</summary>
    public double Each(double? images)
    {
        double moving = images is double next ? Math.Max(_pace / 4, Math.Min(_pace * 4, _pace + (_perImage * (next - _images)))) : _pace;
        return moving + ((_standstill + (UsualStandstill * UsualOver)) / (_count + UsualOver));
    }

    /// <summary>Seconds an image, by least squares, drawn towards what is usual as far as the sizes seen tell little; neither below nothing nor more than all.</summary>
    private double PerImage(List<Step> steps)
    {
        double weight = UsualSizeWeight * _images * _images;
        double sum = weight * UsualSizePart * _pace / _images;
        foreach (Step step in steps)
        {
            double larger = (step.Images / step.Count) - _images;
            double longer = (step.Seconds / step.Count) - _pace;
            weight += step.Count * larger * larger;
            sum += step.Count * larger * longer;
        }

        return Math.Max(0, Math.Min(_pace / _images, sum / weight));
    }

    /// <summary>Studies that were seen to leave the queue at one time, and the open time since those before them.</summary>
    /// <param name="Count">How many.</param>
    /// <param name="Images">Their images.</param>
    /// <param name="Seconds">The time.</param>
    internal readonly record struct Step(int Count, double Images, double Seconds);
}
