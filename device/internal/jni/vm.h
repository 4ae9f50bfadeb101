#ifndef DIANQIN_JNI_VM_H
#define DIANQIN_JNI_VM_H
#include <stdint.h>
// Starts the process's one Java; NULL, or what failed.
const char *dq_vm_start(const char *lib, char **options, int n);
uintptr_t dq_vm_attach(void); // the thread's environment, 0 where that fails
void dq_vm_detach(void);
#endif
