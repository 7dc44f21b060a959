/* Counts what changes a disk, and ends the process with SIGKILL at the n-th step. A write that is
   hit gets half of its bytes out first, as in a power cut. Loaded before the C library. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <sys/types.h>
#include <unistd.h>

static long armed = 0, target = 0, seen = 0;

void arm(long point) { armed = 1, target = point, seen = 0; }
long steps(void) { return seen; }

static int hit(void) { return armed && ++seen == target; }
static void die(void) { kill(getpid(), SIGKILL); }

#define REAL(name) static __typeof__(name) *real; if (!real) real = dlsym(RTLD_NEXT, #name)
#define BEFORE(name, call) { REAL(name); if (hit()) die(); return real call; }
#define HALFWAY(name, full, half) { REAL(name); if (hit()) { real half; die(); } return real full; }

ssize_t write(int fd, const void *data, size_t size)
    HALFWAY(write, (fd, data, size), (fd, data, size / 2))
ssize_t pwrite(int fd, const void *data, size_t size, off_t at)
    HALFWAY(pwrite, (fd, data, size, at), (fd, data, size / 2, at))
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at)
    HALFWAY(pwrite64, (fd, data, size, at), (fd, data, size / 2, at))
int fsync(int fd) BEFORE(fsync, (fd))
int fdatasync(int fd) BEFORE(fdatasync, (fd))
int ftruncate(int fd, off_t size) BEFORE(ftruncate, (fd, size))
int ftruncate64(int fd, off64_t size) BEFORE(ftruncate64, (fd, size))
int rename(const char *from, const char *to) BEFORE(rename, (from, to))
int unlink(const char *path) BEFORE(unlink, (path))
int rmdir(const char *path) BEFORE(rmdir, (path))
int mkdir(const char *path, mode_t mode) BEFORE(mkdir, (path, mode))
