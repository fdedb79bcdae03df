// A stand-in for the CUDA driver: enough of it that ILGPU 1.5.3 opens a device, compiles, allocates, launches and captures graphs on a machine without a GPU.
// Memory is the host's, kernels are not run. It refuses what the real driver refuses while a stream is captured, counts what it is asked for, and can be told
// to fail, by variables of the environment:
//
//   STANDIN_CAPABILITY=90     compute capability of the device, times ten
//   STANDIN_VERSION=13000     CUDA version of the driver, times thousand
//   STANDIN_DEVICES=1         how many devices there are
//   STANDIN_PTX=folder        writes every module there as it is loaded: 000.ptx, 001.ptx, …
//   STANDIN_MEMORY=mebibytes  how much memory the device has
//   STANDIN_LOSE_AFTER=n      the device is lost at launch n
//   STANDIN_REFUSE_PTX=1      no module loads
//
// Build: gcc -shared -fPIC -O1 -o libcuda.so.1 cuda.c

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef int Result;
typedef void *Handle;
typedef size_t Size;

enum { OutOfMemory = 2, NotInitialized = 3, InvalidPtx = 218, IllegalState = 401, LaunchFailed = 719, CaptureUnsupported = 900 };

static long launches, allocations, frees, graphLaunches, capturedLaunches, illegal, modules, synchronizations;
static Size allocated;
static int capturing;
static Handle graph = (Handle)0x6000;

static long number(const char *name, long otherwise)
{
    const char *text = getenv(name);
    return text ? atol(text) : otherwise;
}

static Size memory(void) { return (Size)number("STANDIN_MEMORY", 139 * 1024) << 20; }

// Whether a call must be refused since a stream is being captured.
static int refused(const char *name)
{
    if (!capturing)
        return 0;
    illegal++;
    fprintf(stderr, "stand-in: %s during a capture\n", name);
    return 1;
}

// What was counted, for tests: launches outside captures, allocations, frees, graph launches, launches in captures, illegal calls, modules, waits.
long standInCount(int what)
{
    const long counts[] = { launches, allocations, frees, graphLaunches, capturedLaunches, illegal, modules, synchronizations };
    return counts[what];
}

Result cuInit(unsigned flags) { return 0; }
Result cuDriverGetVersion(int *version) { *version = (int)number("STANDIN_VERSION", 13000); return 0; }
Result cuDeviceGet(int *device, int ordinal) { *device = ordinal; return 0; }
Result cuDeviceGetCount(int *count) { *count = (int)number("STANDIN_DEVICES", 1); return 0; }
Result cuDeviceGetName(char *name, int length, int device) { snprintf(name, length, "Stand-in"); return 0; }
Result cuDeviceTotalMem_v2(Size *bytes, int device) { *bytes = memory(); return 0; }
Result cuDeviceComputeCapability(int *major, int *minor, int device)
{
    long capability = number("STANDIN_CAPABILITY", 90);
    *major = capability / 10;
    *minor = capability % 10;
    return 0;
}

// CUdevice_attribute, as of an H200.
Result cuDeviceGetAttribute(int *value, int attribute, int device)
{
    static const int known[][2] = {
        { 1, 1024 }, { 2, 1024 }, { 3, 1024 }, { 4, 64 }, { 5, 2147483647 }, { 6, 65535 }, { 7, 65535 }, { 8, 49152 }, { 9, 65536 }, { 10, 32 },
        { 11, 2147483647 }, { 12, 65536 }, { 13, 1980000 }, { 16, 132 }, { 19, 1 }, { 36, 3201000 }, { 37, 6144 }, { 38, 60 << 20 }, { 39, 2048 },
        { 40, 3 }, { 81, 233472 }, { 82, 65536 }, { 83, 1 }, { 91, 1 },
    };
    *value = 0;
    if (attribute == 75)
        *value = number("STANDIN_CAPABILITY", 90) / 10;
    if (attribute == 76)
        *value = number("STANDIN_CAPABILITY", 90) % 10;
    for (unsigned i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i][0] == attribute)
            *value = known[i][1];
    return 0;
}

Result cuCtxCreate_v2(Handle *context, unsigned flags, int device) { *context = (Handle)0x1000; return 0; }
Result cuCtxDestroy_v2(Handle context) { return 0; }
Result cuCtxSetCurrent(Handle context) { return 0; }
Result cuCtxSynchronize(void) { synchronizations++; return refused("cuCtxSynchronize") ? CaptureUnsupported : 0; }
Result cuCtxGetCacheConfig(int *config) { *config = 0; return 0; }
Result cuCtxSetCacheConfig(int config) { return 0; }
Result cuCtxGetSharedMemConfig(int *config) { *config = 0; return 0; }
Result cuCtxSetSharedMemConfig(int config) { return 0; }

Result cuMemGetInfo_v2(Size *free, Size *total) { *total = memory(); *free = *total - allocated; return 0; }
Result cuMemAlloc_v2(Handle *pointer, Size bytes)
{
    if (refused("cuMemAlloc"))
        return CaptureUnsupported;
    Size rounded = (bytes + 255) / 256 * 256;
    if (allocated + rounded > memory())
        return OutOfMemory;
    // The size stands before the block, which begins at a multiple of 256 bytes like the driver's.
    char *block = aligned_alloc(256, rounded + 256);
    if (!block)
        return OutOfMemory;
    memset(block, 0, rounded + 256);
    *(Size *)block = rounded;
    *pointer = block + 256;
    allocated += rounded;
    allocations++;
    return 0;
}
Result cuMemFree_v2(Handle pointer)
{
    if (refused("cuMemFree"))
        return CaptureUnsupported;
    if (!pointer)
        return 0;
    char *block = (char *)pointer - 256;
    allocated -= *(Size *)block;
    frees++;
    free(block);
    return 0;
}
Result cuMemAllocHost_v2(Handle *pointer, Size bytes) { *pointer = aligned_alloc(256, (bytes + 255) / 256 * 256); return 0; }
Result cuMemFreeHost(Handle pointer) { free(pointer); return 0; }
Result cuMemHostRegister_v2(Handle pointer, Size bytes, unsigned flags) { return refused("cuMemHostRegister") ? CaptureUnsupported : 0; }
Result cuMemHostUnregister(Handle pointer) { return 0; }
Result cuMemHostGetDevicePointer_v2(Handle *device, Handle host, unsigned flags) { *device = host; return 0; }
Result cuMemcpyAsync(Handle target, Handle source, Size bytes, Handle stream) { memcpy(target, source, bytes); return 0; }
Result cuMemsetD8Async(Handle target, unsigned char value, Size count, Handle stream) { memset(target, value, count); return 0; }
Result cuPointerGetAttribute(Handle data, int attribute, Handle pointer) { *(int *)data = 2; return 0; }

Result cuStreamCreate(Handle *stream, unsigned flags) { *stream = (Handle)0x2000; return 0; }
Result cuStreamCreateWithPriority(Handle *stream, unsigned flags, int priority) { *stream = (Handle)0x2000; return 0; }
Result cuStreamDestroy_v2(Handle stream) { return 0; }
Result cuStreamSynchronize(Handle stream) { synchronizations++; return refused("cuStreamSynchronize") ? CaptureUnsupported : 0; }
Result cuStreamWaitEvent(Handle stream, Handle event, unsigned flags) { return 0; }

Result cuStreamBeginCapture_v2(Handle stream, int mode)
{
    if (capturing || !stream)
        return IllegalState;
    capturing = 1;
    return 0;
}
Result cuStreamEndCapture(Handle stream, Handle *result)
{
    if (!capturing)
        return IllegalState;
    capturing = 0;
    *result = graph;
    return 0;
}
Result cuGraphInstantiateWithFlags(Handle *executable, Handle instance, unsigned long long flags)
{
    if (instance != graph)
        return IllegalState;
    *executable = (Handle)0x7000;
    return 0;
}
Result cuGraphLaunch(Handle executable, Handle stream) { graphLaunches++; return refused("cuGraphLaunch") ? CaptureUnsupported : 0; }
Result cuGraphDestroy(Handle instance) { return 0; }
Result cuGraphExecDestroy(Handle executable) { return 0; }

Result cuGetErrorString(int error, const char **text)
{
    *text = error == OutOfMemory ? "out of memory" : error == InvalidPtx ? "a PTX JIT compilation failed" : error == LaunchFailed ? "unspecified launch failure"
        : error == CaptureUnsupported ? "operation not permitted when stream is capturing" : "unknown error";
    return 0;
}

static Result load(Handle *module, const char *ptx)
{
    if (refused("cuModuleLoadData"))
        return CaptureUnsupported;
    if (number("STANDIN_REFUSE_PTX", 0))
        return InvalidPtx;
    const char *folder = getenv("STANDIN_PTX");
    if (folder)
    {
        char path[4096];
        snprintf(path, sizeof path, "%s/%03ld.ptx", folder, modules);
        FILE *file = fopen(path, "w");
        if (file)
        {
            fputs(ptx, file);
            fclose(file);
        }
    }
    modules++;
    *module = (Handle)0x3000;
    return 0;
}
Result cuModuleLoadDataEx(Handle *module, const char *ptx, unsigned count, int *options, Handle *values) { return load(module, ptx); }
Result cuModuleLoadData(Handle *module, const char *ptx) { return load(module, ptx); }
Result cuModuleUnload(Handle module) { return 0; }
Result cuModuleGetFunction(Handle *function, Handle module, const char *name) { *function = (Handle)0x4000; return 0; }

/* Dynamic shared memory that a kernel may be launched with; more must be asked for. One number for all kernels, as all are one handle. */
static unsigned mostSharedBytes = 48 * 1024;
Result cuFuncSetAttribute(Handle function, int attribute, int value)
{
    enum { MaximumDynamicSharedBytes = 8 };
    if (attribute == MaximumDynamicSharedBytes)
        mostSharedBytes = value;
    return 0;
}
Result cuLaunchKernel(Handle function, unsigned gridX, unsigned gridY, unsigned gridZ, unsigned blockX, unsigned blockY, unsigned blockZ, unsigned sharedBytes,
    Handle stream, Handle *arguments, Handle *extra)
{
    if (!gridX || !gridY || !gridZ || gridY > 65535 || gridZ > 65535 || blockX * blockY * blockZ > 1024 || sharedBytes > mostSharedBytes)
        return 1;
    if (launches + capturedLaunches >= number("STANDIN_LOSE_AFTER", INT32_MAX))
        return LaunchFailed;
    if (capturing)
        capturedLaunches++;
    else
        launches++;
    return 0;
}
Result cuOccupancyMaxActiveBlocksPerMultiprocessor(int *blocks, Handle function, int threads, Size sharedBytes) { *blocks = 2; return 0; }
Result cuOccupancyMaxPotentialBlockSize(int *grid, int *block, Handle function, Handle callback, Size sharedBytes, int limit)
{
    *grid = 264;
    *block = 256;
    return 0;
}

Result cuEventCreate(Handle *event, unsigned flags) { *event = (Handle)0x5000; return 0; }
Result cuEventDestroy_v2(Handle event) { return 0; }
Result cuEventQuery(Handle event) { return 0; }
Result cuEventElapsedTime(float *milliseconds, Handle start, Handle end) { *milliseconds = 1; return 0; }
Result cuEventRecord(Handle event, Handle stream) { return 0; }
Result cuEventSynchronize(Handle event) { return refused("cuEventSynchronize") ? CaptureUnsupported : 0; }
Result cuDeviceCanAccessPeer(int *can, int device, int peer) { *can = 0; return 0; }
Result cuCtxEnablePeerAccess(Handle context, unsigned flags) { return 0; }
Result cuCtxDisablePeerAccess(Handle context) { return 0; }
Result cuDeviceGetP2PAttribute(int *value, int attribute, int source, int target) { *value = 0; return 0; }
