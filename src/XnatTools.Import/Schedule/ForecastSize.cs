using System;
using System.Collections.Generic;

namespace XnatTools.Import.Schedule;

/// <summary>How much longer the remaining studies take than those done, because they are larger or smaller.</summary>
internal static class ForecastSize
{
    /// <summary>
    /// Halfway between what the studies done so far tell (so much a study, so much an image; few of them tell it badly) and the square
    /// root of the sizes, for as a rule a part of the time goes by size.
    /// </summary>
    public static double Ratio(ForecastInput input)
    {
        if (input.RemainingImages is not long remaining || input.DoneImages is not { } images || remaining <= 0 || images.Count != input.Done.Count)
        {
            return 1;
        }

        long done = 0;
        foreach (int count in images)
        {
            done += count;
        }

        if (done <= 0)
        {
            return 1;
        }

        double each = (double)done / images.Count;
        double next = (double)remaining / input.Remaining;
        double rule = Math.Sqrt(Clamp(next / each));
        return Costs(input, images) is (double study, double image) ? (rule + Clamp((study + (image * next)) / (study + (image * each)))) / 2 : rule;
    }

    /// <summary>
    /// Seconds a study and seconds an image, by least squares over the times between studies that left the queue; neither below nothing.
    /// Those that were seen to leave at one time share the time before it.
    /// </summary>
    private static (double Study, double Image)? Costs(ForecastInput input, IReadOnlyList<int> images)
    {
        int[] order = new int[images.Count];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(order, (a, b) => input.Done[a].CompareTo(input.Done[b]));
        double studiesStudies = 0;
        double studiesImages = 0;
        double imagesImages = 0;
        double secondsStudies = 0;
        double secondsImages = 0;
        int count = 0;
        double size = 0;
        DateTimeOffset before = input.Done[order[0]];
        for (int i = 1; i < order.Length; i++)
        {
            DateTimeOffset at = input.Done[order[i]];
            if (at == before)
            {
                continue;
            }

            count++;
            size += images[order[i]];
            if (i + 1 < order.Length && input.Done[order[i + 1]] == at)
            {
                continue;
            }

            double seconds = Forecaster.OpenTime(input.Schedule, before, at).TotalSeconds;
            studiesStudies += count;
            studiesImages += size;
            imagesImages += size * size / count;
            secondsStudies += seconds;
            secondsImages += seconds * size / count;
            before = at;
            count = 0;
            size = 0;
        }

        double determinant = (studiesStudies * imagesImages) - (studiesImages * studiesImages);
        if (determinant <= 1e-6 * studiesStudies * imagesImages || secondsStudies <= 0)
        {
            return null;
        }

        double study = ((secondsStudies * imagesImages) - (secondsImages * studiesImages)) / determinant;
        double image = ((secondsImages * studiesStudies) - (secondsStudies * studiesImages)) / determinant;
        return image <= 0 ? (1, 0) : study <= 0 ? (0, 1) : (study, image);
    }

    private static double Clamp(double ratio) => Math.Min(4, Math.Max(0.25, ratio));
}
