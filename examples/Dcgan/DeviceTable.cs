using ScratchGan.Engine;

namespace ScratchGan.Examples;

/// <summary>What --device list prints: every device, and why one is not used by itself.</summary>
internal static class DeviceTable
{
    public static void Print(IDisplay display, int threads)
    {
        IReadOnlyList<DeviceEntry> entries = Devices.List(threads);
        DeviceEntry first = entries.First(entry => entry.Refusal is null && entry.PassedOver is null);
        foreach (DeviceEntry entry in entries)
        {
            string word = Devices.Word(entry.Kind) + (entry.Index > 0 ? $":{entry.Index}" : "");
            string verdict = entry.Refusal is string refusal ? $"cannot be used: {refusal}"
                : entry == first ? "auto takes this"
                : $"can be used{(entry.PassedOver is string reason ? $"; passed over by auto: {reason}" : "")}";
            display.Say($"{word,-10} {entry.Name} · {verdict}");
        }
    }
}
