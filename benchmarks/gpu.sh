#!/usr/bin/env bash
# Everything that is proved and measured on a GPU, in one command on a bare Linux machine that has only the NVIDIA driver: no .NET, no network.
#
#   benchmarks/gpu.sh package FILE.tar.xz       where the .NET SDK is: all programs with their runtime in one folder, packed
#   ./gpu.sh run RESULTS_FOLDER [IDX_FOLDER]    in the unpacked folder: tests, tables, the training step beside PyTorch's, a training with pictures
#
# DEVICE=opencl in the environment runs a short form on an OpenCL device: it shows that everything runs, and measures nothing that counts.
set -uo pipefail

most_mebibytes=60
programs=(tests/ScratchGan.Tests benchmarks/ScratchGan.Benchmarks examples/Dcgan)

package() {
    local root folder target="$1" bytes
    root="$(cd "$(dirname "$0")/.." && pwd)"
    work="$(mktemp -d)"
    trap 'rm -rf "$work"' EXIT
    folder="$work/scratchgan-gpu"
    for program in "${programs[@]}"; do
        # Errors name source files as they stand in the repository, not where this machine keeps it.
        dotnet publish "$root/$program" -c Release -r linux-x64 --self-contained -p:PublishSingleFile=false -o "$folder" \
            -v quiet -p:RunAnalyzers=false -p:PathMap="$root/=./" || exit 1
    done
    rm -f "$folder"/*.xml
    cp "$root/benchmarks/gpu.sh" "$root/benchmarks/torch_step.py" "$folder"
    tar -C "$work" -c scratchgan-gpu | xz -T0 > "$target" || exit 1
    bytes="$(stat -c %s "$target")"
    printf '%s: %s MiB, at most %s\n' "$target" "$(((bytes + 1048575) / 1048576))" "$most_mebibytes"
    [ "$bytes" -le $((most_mebibytes * 1048576)) ]
}

# stage LOG SECONDS NAME COMMAND…: runs a command, no longer than that. Its JSON lines and how it went are added to the measurements, the rest of what it prints
# to the log, without this machine's folders, since results are published.
stage() {
    local log="$results/$1" limit="$2" name="$3" start="$SECONDS" code detail
    shift 3
    echo "== $name"
    timeout -k 10 "$limit" "$@" > "$work/output" 2>&1
    code="$?"
    sed -i "${hidden[@]}" "$work/output"
    grep '^{' "$work/output" >> "$results/measurements.jsonl"
    grep -v '^{' "$work/output" > "$work/text"
    { echo "== $name"; cat "$work/text"; } >> "$log"
    cat "$work/text"
    detail="$(grep '[^[:space:]]' "$work/text" | tail -n 1 | tr -d '"\\' | tr '[:cntrl:]' ' ' | sed 's/^ *//; s/ *$//' | cut -c 1-160)"
    [ "$code" -eq 124 ] && detail="stopped after $limit seconds"
    printf '{"name":"stage","stage":"%s","seconds":%s,"exitCode":%s,"detail":"%s"}\n' "$name" "$((SECONDS - start))" "$code" "$detail" \
        >> "$results/measurements.jsonl"
    [ "$code" -eq 0 ] || failed=1
}

run() {
    local device="${DEVICE:-cuda}"
    results="$(realpath -m "$1")"
    data="${2:+$(realpath "$2")}"
    cd "$(dirname "$0")" || exit 1
    mkdir -p "$results" || exit 1
    work="$(mktemp -d)"
    trap 'rm -rf "$work"' EXIT
    # The driver keeps what it has compiled, so that only the first of several programs waits for it.
    export CUDA_CACHE_PATH="$work/cuda" SCRATCHGAN_TEST_DEVICE="${device%%:*}"
    rm -f "$results"/{measurements.jsonl,run.log,tests.log,training.log,gpu.md,summary.md,samples.png,losses.svg}
    hidden=(-e "s|$results|RESULTS|g" -e "s|$work|WORK|g" -e "s|$PWD|.|g")
    [ -z "$data" ] || hidden+=(-e "s|$data|DATA|g")
    failed=0

    # Every kernel (the tensor cores' fragments among them), every operation with both gradients, recorded steps, agreement with the CPU.
    local tests=(
        -filter '/*/ScratchGan.Tests.Kernels.Gpu' -filter '/*/*/GpuOperationTests' -filter '/*/*/RecordedTrainingTests' -filter '/*/*/DeviceAgreementTests')
    local steps=(--batch 64 128 --precision fp32 tf32 --steps 200) torch=(--batch 64 128 --precision default tf32 fp32 --steps 40) turns=3
    local training=(--image-size 32 --sample-every 500) trained=2000
    if [ "${device%%:*}" != cuda ]; then
        tests=(-filter '/*/ScratchGan.Tests.Kernels.Gpu/MatMulTests' -filter '/*/ScratchGan.Tests.Kernels.Gpu/UpdateTests' -filter '/*/*/RecordedTrainingTests')
        steps=(--image-size 16 --features 8 --batch 4 8 --steps 10) torch=(--image-size 16 --features 8 --batch 4 8 --precision fp32 --steps 2) turns=1
        training=(--image-size 16 --features 8 --sample-every 10) trained=20
    fi

    if command -v nvidia-smi > /dev/null; then
        stage run.log 30 "nvidia-smi" nvidia-smi --query-gpu=name,driver_version,memory.total,clocks.max.sm,power.limit,temperature.gpu --format=csv,noheader
    fi
    stage run.log 60 "devices" ./Dcgan --device list
    stage tests.log 300 "tests" ./ScratchGan.Tests "${tests[@]}" -noColor -showLiveOutput
    stage run.log 240 "tables" ./ScratchGan.Benchmarks gpu --device "$device" --results "$results/gpu.md"
    local compared=no
    if timeout 120 python3 -c 'import sys, torch; sys.exit(not torch.cuda.is_available())' > /dev/null 2>&1; then
        compared=yes
    fi
    for turn in $(seq "$turns"); do
        stage run.log 120 "training step, turn $turn" ./ScratchGan.Benchmarks step --device "$device" "${steps[@]}"
        if [ "$compared" = yes ]; then
            stage run.log 120 "PyTorch's step, turn $turn" python3 torch_step.py "${torch[@]}"
        fi
    done
    stage training.log 240 "training" ./Dcgan --data "${data:-digits}" --device "$device" --precision fp32 --steps "$trained" --out "$work/training" \
        "${training[@]}"
    cp "$work/training/samples-$(printf '%06d' "$trained").png" "$results/samples.png" || failed=1
    cp "$work/training/losses.svg" "$results" || failed=1

    ./ScratchGan.Benchmarks summary "$results/measurements.jsonl" "$results/summary.md" || failed=1
    cat "$results/summary.md"
    return "$failed"
}

case "${1:-} $#" in
    "package 2") package "$2" ;;
    "run 2" | "run 3") run "$2" "${3:-}" ;;
    *)
        echo "expected: gpu.sh package FILE.tar.xz, or gpu.sh run RESULTS_FOLDER [IDX_FOLDER]" >&2
        exit 2
        ;;
esac
