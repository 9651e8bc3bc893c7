/* SPDX-License-Identifier: GPL-2.0-only */
/* Kind: constants, so that <linux/module.h> can be read. No ELF file is ever loaded here. */
#ifndef _ASM_ELF_H
#define _ASM_ELF_H

#define ELF_CLASS ELFCLASS64
#define ELF_DATA ELFDATA2LSB
#define ELF_ARCH EM_X86_64
#define ELF_NGREG 1
#define ELF_EXEC_PAGESIZE 4096
#define ELF_ET_DYN_BASE 0
#define ELF_PLATFORM NULL
#define ELF_HWCAP 0
#define SET_PERSONALITY(header) do { } while (0)
#define elf_check_arch(header) 0

typedef unsigned long elf_greg_t;
typedef elf_greg_t elf_gregset_t[ELF_NGREG];
typedef unsigned long elf_fpregset_t;

#endif
