/* A disk that fails or takes the process down at the n-th call below one folder; preloaded into a child of the tests.

   Python, SQLite, hnswlib and tantivy all reach the disk through these functions of the C library. What stands in the
   shared page (YOUJU_DISK) says what happens: `at` is the call, `fault` an errno or -1 for SIGKILL, `lasting` whether
   every later call fails too, and `count` how many there were. With `log` every call is written down. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

struct page { int at, fault, lasting, count, log; };

static struct page *page;
static const char *place;
static int written = -1;

__attribute__((constructor)) static void begin(void) {
    const char *name = getenv("YOUJU_DISK");
    int file = name ? open(name, O_RDWR | O_CLOEXEC) : -1;
    place = getenv("YOUJU_DISK_PLACE");
    if (file < 0 || !place) return;
    page = mmap(NULL, sizeof *page, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    written = open(getenv("YOUJU_DISK_LOG"), O_WRONLY | O_APPEND | O_CLOEXEC);
}

/* Whether this call fails; it then sets errno, or does not return. */
static int fails(const char *call, const char *path) {
    if (!page || !page->at || !path || strncmp(path, place, strlen(place))) return 0;
    int now = __atomic_add_fetch(&page->count, 1, __ATOMIC_SEQ_CST);
    if (page->log && written >= 0) {
        char line[4200];
        int size = snprintf(line, sizeof line, "%s %s\n", call, path + strlen(place));
        syscall(SYS_write, written, line, size);
    }
    if (now != page->at && !(page->lasting && now > page->at)) return 0;
    if (page->fault < 0) {
        syscall(SYS_kill, getpid(), SIGKILL);
        for (;;) pause();
    }
    errno = page->fault;
    return 1;
}

static int failing(const char *call, int file) {
    char name[64], path[4096];
    if (!page || !page->at) return 0;
    snprintf(name, sizeof name, "/proc/self/fd/%d", file);
    ssize_t size = readlink(name, path, sizeof path - 1);
    if (size < 0) return 0;
    path[size] = 0;
    return fails(call, path);
}

/* A relative path is told by the folder it is relative to: good enough to know whether it lies below the place. */
static int failing_at(const char *call, int folder, const char *path) {
    return path && path[0] != '/' && folder != AT_FDCWD ? failing(call, folder) : fails(call, path);
}

#define GENUINE(name) __typeof__(name) *genuine = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

ssize_t write(int file, const void *from, size_t size) {
    GENUINE(write);
    return failing("write", file) ? -1 : genuine(file, from, size);
}
ssize_t writev(int file, const struct iovec *from, int many) {
    GENUINE(writev);
    return failing("write", file) ? -1 : genuine(file, from, many);
}
ssize_t pwrite64(int file, const void *from, size_t size, off64_t at) {
    GENUINE(pwrite64);
    return failing("write", file) ? -1 : genuine(file, from, size, at);
}
ssize_t pwrite(int file, const void *from, size_t size, off_t at) { return pwrite64(file, from, size, at); }
size_t fwrite(const void *from, size_t size, size_t many, FILE *stream) {
    GENUINE(fwrite);
    return failing("write", fileno(stream)) ? 0 : genuine(from, size, many, stream);
}
int ftruncate64(int file, off64_t size) {
    GENUINE(ftruncate64);
    return failing("truncate", file) ? -1 : genuine(file, size);
}
int ftruncate(int file, off_t size) { return ftruncate64(file, size); }
int fsync(int file) {
    GENUINE(fsync);
    return failing("fsync", file) ? -1 : genuine(file);
}
int fdatasync(int file) {
    GENUINE(fdatasync);
    return failing("fsync", file) ? -1 : genuine(file);
}
int rename(const char *from, const char *to) {
    GENUINE(rename);
    return fails("rename", to) ? -1 : genuine(from, to);
}
int renameat(int from_folder, const char *from, int to_folder, const char *to) {
    GENUINE(renameat);
    return failing_at("rename", to_folder, to) ? -1 : genuine(from_folder, from, to_folder, to);
}
int mkdir(const char *path, mode_t mode) {
    GENUINE(mkdir);
    return fails("mkdir", path) ? -1 : genuine(path, mode);
}
int mkdirat(int folder, const char *path, mode_t mode) {
    GENUINE(mkdirat);
    return failing_at("mkdir", folder, path) ? -1 : genuine(folder, path, mode);
}
int unlink(const char *path) {
    GENUINE(unlink);
    return fails("unlink", path) ? -1 : genuine(path);
}
int unlinkat(int folder, const char *path, int flags) {
    GENUINE(unlinkat);
    return failing_at("unlink", folder, path) ? -1 : genuine(folder, path, flags);
}
int rmdir(const char *path) {
    GENUINE(rmdir);
    return fails("unlink", path) ? -1 : genuine(path);
}
int chmod(const char *path, mode_t mode) {
    GENUINE(chmod);
    return fails("chmod", path) ? -1 : genuine(path, mode);
}

static const char *way(int flags) { return flags & (O_WRONLY | O_RDWR | O_CREAT) ? "open" : "read"; }

static mode_t mode_of(int flags, va_list rest) { return flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; }

int open(const char *path, int flags, ...) {
    GENUINE(open);
    va_list rest;
    va_start(rest, flags);
    mode_t mode = mode_of(flags, rest);
    va_end(rest);
    return fails(way(flags), path) ? -1 : genuine(path, flags, mode);
}
int open64(const char *path, int flags, ...) {
    GENUINE(open64);
    va_list rest;
    va_start(rest, flags);
    mode_t mode = mode_of(flags, rest);
    va_end(rest);
    return fails(way(flags), path) ? -1 : genuine(path, flags, mode);
}
int openat(int folder, const char *path, int flags, ...) {
    GENUINE(openat);
    va_list rest;
    va_start(rest, flags);
    mode_t mode = mode_of(flags, rest);
    va_end(rest);
    return failing_at(way(flags), folder, path) ? -1 : genuine(folder, path, flags, mode);
}
FILE *fopen(const char *path, const char *how) {
    GENUINE(fopen);
    return fails(*how == 'r' ? "read" : "open", path) ? NULL : genuine(path, how);
}
FILE *fopen64(const char *path, const char *how) {
    GENUINE(fopen64);
    return fails(*how == 'r' ? "read" : "open", path) ? NULL : genuine(path, how);
}
