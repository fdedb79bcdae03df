using ScratchGan.Data;
using Xunit;

namespace ScratchGan.Tests.Data;

public class SampleGridTests
{
    [Fact]
    public void Images_lie_row_by_row_with_two_pixels_between()
    {
        var shape = new ImageShape(3, 2, 3);
        float[] images = new float[5 * shape.Count];
        for (int i = 0; i < images.Length; i++)
            images[i] = PixelRange.ToFloat((byte)(i + 100));
        DecodedImage grid = ImageFile.Decode(SampleGrid.Encode(images, shape, rows: 2, columns: 3));
        Assert.Equal((3 * 5 - 2, 2 * 4 - 2), (grid.Width, grid.Height));
        for (int index = 0; index < 5; index++)
            for (int channel = 0; channel < 3; channel++)
                for (int y = 0; y < 2; y++)
                    for (int x = 0; x < 3; x++)
                        Assert.Equal(((index * 3 + channel) * 2 + y) * 3 + x + 100, At(grid, index % 3 * 5 + x, index / 3 * 4 + y, channel));
        Assert.Equal(At(grid, 3, 0, 0), At(grid, 4, 5, 2));                      // the separator
        Assert.Equal(At(grid, 3, 0, 0), At(grid, grid.Width - 1, 5, 1));         // the empty sixth cell
    }

    [Fact]
    public void A_grey_grid_clips_its_values()
    {
        DecodedImage grid = ImageFile.Decode(SampleGrid.Encode([-3f, 3f, -1f, 1f], new ImageShape(1, 1, 2), 2, 1));
        Assert.Equal<byte>([0, 255], [At(grid, 0, 0, 0), At(grid, 1, 0, 0)]);
        Assert.Equal<byte>([0, 255], [At(grid, 0, 3, 0), At(grid, 1, 3, 0)]);
    }

    [Fact]
    public void More_images_than_cells_are_refused()
        => Assert.Throws<ArgumentException>(() => SampleGrid.Encode(new float[5 * 6], new ImageShape(1, 2, 3), 2, 2));

    [Fact]
    public void A_saved_grid_is_a_png_and_leaves_no_other_file()
    {
        using var folder = new TemporaryFolder();
        SampleGrid.Save(folder["grid.png"], new float[12], new ImageShape(1, 2, 3), 1, 2);
        Assert.Equal((8, 2, "PNG"), ImageFile.Probe(File.ReadAllBytes(folder["grid.png"])));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    private static byte At(DecodedImage image, int x, int y, int channel) => image.Rgb[(y * image.Width + x) * 3 + channel];
}
