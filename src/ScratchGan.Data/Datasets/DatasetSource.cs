namespace ScratchGan.Data;

/// <summary>Opens whatever --data names, and detects its kind.</summary>
public static class DatasetSource
{
    /// <summary>The word for the built-in digits; a folder of this name is written ./digits.</summary>
    public const string Digits = "digits";

    /// <summary>The word for the built-in faces; "faces:smile" and so on choose the attribute that is the class.</summary>
    public const string Faces = "faces";

    /// <summary>Before other data: three grey digits of it are one image in colour.</summary>
    public const string Stacked = "stacked:";

    /// <summary>A square of it has <see cref="ImageFile.MaximumPixels"/>: no image that is read has more.</summary>
    private static readonly int LargestSide = (int)Math.Sqrt(ImageFile.MaximumPixels);

    private const string FacesBy = Faces + ":";

    /// <summary>What there may be, for people.</summary>
    private const string Kinds = $"\"{Digits}\", \"{Faces}\", \"{Stacked}{Digits}\", a folder or a .zip";

    /// <summary>The words behind "faces:".</summary>
    private static readonly Dictionary<string, FaceLabel> FaceLabels = new()
    {
        ["hair-colour-and-glasses"] = FaceLabel.HairColourAndGlasses,
        ["hair-colour"] = FaceLabel.HairColour,
        ["hair-style"] = FaceLabel.HairStyle,
        ["skin-tone"] = FaceLabel.SkinTone,
        ["backdrop"] = FaceLabel.Backdrop,
        ["glasses"] = FaceLabel.Glasses,
        ["smile"] = FaceLabel.Smile,
        ["age-lines"] = FaceLabel.AgeLines,
    };

    /// <summary>The name with every path in it made full: what to store, to find the data again from another folder.</summary>
    public static string FullName(string data)
        => data.StartsWith(Stacked, StringComparison.Ordinal) ? Stacked + FullName(data[Stacked.Length..])
            : IsBuiltIn(data) ? data
            : Path.GetFullPath(data);

    /// <summary>
    /// Opens "digits"; "faces"; "stacked:" and data of digits; a folder with IDX files, with CIFAR-10 files, or with images (sub-folders are classes); or a
    /// .zip of images.
    /// </summary>
    /// <exception cref="DataException">There is nothing to train on; the message is for the user.</exception>
    public static Dataset Open(string data, DatasetOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ImageSize, 1);
        if (options.ImageSize > LargestSide)
            throw new DataException($"image size: expected at most {LargestSide} pixels a side, found {options.ImageSize}");
        if (options.Channels is not (null or 1 or 3))
            throw new DataException($"channels: expected 1 or 3, found {options.Channels}");
        if (data == Digits)
            return WithChannels(new DigitDataset(options.ImageSize, options.Seed, options.Split), options.Channels ?? 1);
        if (data == Faces || data.StartsWith(FacesBy, StringComparison.Ordinal))
            return WithChannels(new FaceDataset(options.ImageSize, options.Seed, options.Split, FaceLabelOf(data)), options.Channels ?? 3);
        if (data.StartsWith(Stacked, StringComparison.Ordinal))
            return OpenStacked(data[Stacked.Length..], options);
        using ImageSource source = OpenSource(data, options.Split);
        CachedDataset cached = DatasetCache.Open(source, options);
        return WithChannels(cached, options.Channels ?? (cached.IsGrey ? 1 : 3));
    }

    /// <summary>
    /// Pixels a side of images as they are stored, read from headers; null for those that are drawn, at whatever size. What is to be judged, and not to be
    /// learned from, must not be cropped or resized.
    /// </summary>
    /// <exception cref="DataException">there are none, they are not squares, or not all of one size; the message names the first that is not</exception>
    public static int? StoredSide(string data)
    {
        if (data.StartsWith(Stacked, StringComparison.Ordinal))
            return StoredSide(data[Stacked.Length..]);
        if (IsBuiltIn(data))
            return null;
        using ImageSource source = OpenSource(data, Split.Training);
        return source.StoredSide();
    }

    /// <summary>
    /// Opens images to learn from, and others to judge by: the data's own held-out images, or a few that are kept apart by <see cref="PartDataset.HoldOut"/>;
    /// null where there are too few images for that.
    /// </summary>
    /// <exception cref="DataException">There is nothing to train on; the message is for the user.</exception>
    public static (Dataset Training, Dataset? HeldOut) OpenDivided(string data, DatasetOptions options)
    {
        Dataset images = Open(data, options with { Split = Split.Training });
        try
        {
            if (HasHeldOut(data))
                return (images, Open(data, options with { Split = Split.HeldOut, Channels = images.Shape.Channels }));
        }
        catch
        {
            images.Dispose();
            throw;
        }
        return images.Count < PartDataset.FewestToDivide ? (images, null) : PartDataset.HoldOut(images, options.Seed);
    }

    /// <summary>Whether part of the data is kept apart, to judge with: a folder or .zip of plain images has no such part.</summary>
    public static bool HasHeldOut(string data)
        => data.StartsWith(Stacked, StringComparison.Ordinal) ? HasHeldOut(data[Stacked.Length..])
            : IsBuiltIn(data) || (Directory.Exists(data) && (IdxSource.HasHeldOut(data) || CifarSource.HasHeldOut(data)));

    private static bool IsBuiltIn(string data) => data is Digits or Faces || data.StartsWith(FacesBy, StringComparison.Ordinal);

    private static FaceLabel FaceLabelOf(string data)
    {
        if (data == Faces)
            return FaceLabel.HairColourAndGlasses;
        return FaceLabels.TryGetValue(data[FacesBy.Length..], out FaceLabel label)
            ? label
            : throw new DataException($"{data}: expected one of {string.Join(", ", FaceLabels.Keys)} behind \"{FacesBy}\", found \"{data[FacesBy.Length..]}\"");
    }

    private static StackedDataset OpenStacked(string digits, DatasetOptions options)
    {
        if (options.Channels == 1)
            throw new DataException($"channels: expected 3 for {Stacked}{digits}, found 1");
        Dataset inner = Open(digits, options with { Channels = 1 });
        try
        {
            return new StackedDataset(inner, options.Seed, options.Split);
        }
        catch (DataException)
        {
            inner.Dispose();
            throw;
        }
    }

    private static Dataset WithChannels(Dataset dataset, int channels)
        => dataset.Shape.Channels == channels ? dataset : new ChannelDataset(dataset, channels);

    private static ImageSource OpenSource(string data, Split split)
    {
        try
        {
            return Find(data, split);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{data}: cannot be read: {exception.Message}", exception);
        }
    }

    private static ImageSource Find(string data, Split split)
    {
        if (Directory.Exists(data))
            return IdxSource.IsIn(data) ? new IdxSource(data, split)
                : CifarSource.IsIn(data) ? new CifarSource(data, split)
                : split == Split.Training ? new FolderSource(data)
                : throw NothingHeldOut(data);
        if (!File.Exists(data))
            throw new DataException($"{data}: expected {Kinds}, found nothing at this path");
        if (Path.GetExtension(data).Equals(".zip", StringComparison.OrdinalIgnoreCase))
            return split == Split.Training ? new ZipSource(data) : throw NothingHeldOut(data);
        throw new DataException($"{data}: expected {Kinds}, found another kind of file (for IDX or CIFAR-10 files name their folder)");
    }

    private static DataException NothingHeldOut(string data)
        => new($"{data}: expected held-out images (t10k-images-idx3-ubyte or test_batch.bin), found plain images, which are all for training");
}
