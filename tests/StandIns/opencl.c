// Makes ILGPU 1.5.3 take the OpenCL devices of PoCL before version 5, as Debian 12 has it. ILGPU asks for the generic address space of OpenCL C 2.0; PoCL 3
// has none and says so. At optimisation level O2 ILGPU writes no generic pointers, so it is enough to say otherwise: this library stands before libOpenCL.so.1,
// changes two answers, and passes on everything else, by being linked against it.
//
// Build: gcc -shared -fPIC -O1 -o libOpenCL.so opencl.c -Wl,--no-as-needed -l:libOpenCL.so.1 -ldl

#define _GNU_SOURCE
#define CL_TARGET_OPENCL_VERSION 300
#include <CL/cl.h>
#include <dlfcn.h>
#include <string.h>

static const char version[] = "OpenCL C 2.0 PoCL";

static cl_int answer(const void *value, size_t length, size_t room, void *target, size_t *needed)
{
    if (needed)
        *needed = length;
    if (!target)
        return CL_SUCCESS;
    if (room < length)
        return CL_INVALID_VALUE;
    memcpy(target, value, length);
    return CL_SUCCESS;
}

cl_int clGetDeviceInfo(cl_device_id device, cl_device_info what, size_t room, void *target, size_t *needed)
{
    static cl_int (*next)(cl_device_id, cl_device_info, size_t, void *, size_t *);
    const cl_bool yes = CL_TRUE;
    if (what == CL_DEVICE_GENERIC_ADDRESS_SPACE_SUPPORT)
        return answer(&yes, sizeof yes, room, target, needed);
    if (what == CL_DEVICE_OPENCL_C_VERSION)
        return answer(version, sizeof version, room, target, needed);
    if (!next)
        next = (cl_int (*)(cl_device_id, cl_device_info, size_t, void *, size_t *))dlsym(RTLD_NEXT, "clGetDeviceInfo");
    return next(device, what, room, target, needed);
}
