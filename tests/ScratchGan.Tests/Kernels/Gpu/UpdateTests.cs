using ILGPU;
using ILGPU.Runtime;
using ScratchGan.Kernels.Gpu;
using ScratchGan.Kernels.Operators;
using Xunit;
using Scalar = ScratchGan.Kernels.Cpu.Scalar;

namespace ScratchGan.Tests.Kernels.Gpu;

[Collection(GpuTests.Name)]
public sealed class UpdateTests(GpuUnderTest gpu)
{
    private const int Steps = 3;
    private const double LearningRate = 0.01;

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(1024)]
    [InlineData(2051)]
    public void Adam_over_an_array_is_the_rule_for_each_element(int count) => Check(new Adam(0.5, 1e-8), step => Adam.Schedule(LearningRate, 0.5, 0.999, step), count);

    [Theory]
    [InlineData(3)]
    [InlineData(2051)]
    public void RmsProp_moves_one_moment_and_leaves_the_second_alone(int count) => Check(new RmsProp(0.9, 1e-6), _ => new UpdateSchedule((float)LearningRate), count);

    [Theory]
    [InlineData(3)]
    [InlineData(2051)]
    public void SgdMomentum_moves_one_moment_and_leaves_the_second_alone(int count) => Check(new SgdMomentum(0.9), _ => new UpdateSchedule((float)LearningRate), count);

    /// <summary>A launch that is run again reads the schedule anew.</summary>
    [Fact]
    public void A_recorded_step_follows_the_schedule_in_memory()
    {
        using var device = new DeviceArrays(gpu.Context);
        var rule = new SgdMomentum(0.9);
        ArrayView<float> parameter = device.Upload(1f, 2f, 3f, 4f, 5f);
        ArrayView<float> gradient = device.Upload(1f, 1f, 1f, 1f, 1f);
        ArrayView<float> first = device.Upload(new float[5]);
        ArrayView<float> schedule = device.Upload(new float[UpdateSchedule.Length]);
        Update.Run(device.Context, rule, schedule, parameter, gradient, first, first);
        device.Context.BeginRecording();
        Update.Run(device.Context, rule, schedule, parameter, gradient, first, first);
        using IGpuRecording recording = device.Context.EndRecording();
        schedule.CopyFromCPU(device.Context.Stream, (float[])[0.5f, 0f, 0f, 0f]);
        recording.Replay();

        // b was 1 after the first step, of rate 0, and is 1.9 after the second.
        Assert.All(device.Download(parameter).Select((value, i) => (value, i)), pair => Assert.Equal(pair.i + 1 - 0.5f * 1.9f, pair.value, 1e-6f));
    }

    /// <summary>Against the scalar rung. A device may round a product and a sum once or twice, and divide and take roots within a few units.</summary>
    private void Check<TRule>(TRule rule, Func<int, UpdateSchedule> at, int count)
        where TRule : struct, IUpdateRule
    {
        using var device = new DeviceArrays(gpu.Context);
        float[] start = Numbers.Random(count, seed: 1);
        ArrayView<float> parameter = device.Upload(start);
        ArrayView<float> first = device.Upload(new float[count]);
        ArrayView<float> second = rule.Moments > 1 ? device.Upload(new float[count]) : device.Room(count);
        float[][] gradients = [.. Enumerable.Range(1, Steps).Select(step => Numbers.Random(count, seed: 1 + step))];
        for (int step = 1; step <= Steps; step++)
        {
            (float rate, float scale, float secondDecay, float secondRate) = at(step);
            Update.Run(device.Context, rule, device.Upload(rate, scale, secondDecay, secondRate), parameter, device.Upload(gradients[step - 1]), first, second);
        }

        (float[] expected, float[] expectedFirst, float[] expectedSecond) = Expected(rule, at, start, gradients);
        AssertClose(expected, device.Download(parameter), 1e-6f);
        AssertClose(expectedFirst, device.Download(first), 2e-7f);
        if (rule.Moments > 1)
            AssertClose(expectedSecond, device.Download(second), 2e-7f);
        else
            Assert.All(device.Download(second), value => Assert.Equal(float.NaN, value));
    }

    private static unsafe (float[] Parameter, float[] First, float[] Second) Expected<TRule>(
        TRule rule, Func<int, UpdateSchedule> at, float[] start, float[][] gradients)
        where TRule : struct, IUpdateRule
    {
        using FloatBuffer parameter = FloatBuffer.From(start);
        using FloatBuffer first = FloatBuffer.From(new float[start.Length]);
        using FloatBuffer second = FloatBuffer.From(new float[start.Length]);
        for (int step = 1; step <= gradients.Length; step++)
        {
            using FloatBuffer gradient = FloatBuffer.From(gradients[step - 1]);
            Scalar.Update.Run(rule, at(step), parameter.Pointer, gradient.Pointer, first.Pointer, second.Pointer, start.Length);
        }
        return (parameter.ToArray(), first.ToArray(), second.ToArray());
    }

    private static void AssertClose(float[] expected, float[] found, float tolerance) =>
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, tolerance));
}
