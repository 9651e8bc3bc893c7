/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kind: ours. The configuration of the simulated guest: the least that has what the driver uses. Of
 * debugging options it has none: what they look for, the simulator's checks look for.
 */

/* the machine and its compiler */
#define CONFIG_64BIT 1
#define CONFIG_SMP 1
#define CONFIG_NR_CPUS 64
#define CONFIG_HOTPLUG_CPU 1
#define CONFIG_CC_IS_GCC 1
#define CONFIG_GCC_VERSION 120200
#define CONFIG_CC_HAS_ASM_GOTO_OUTPUT 1
#define CONFIG_HAVE_EFFICIENT_UNALIGNED_ACCESS 1
#define CONFIG_THREAD_INFO_IN_TASK 1
#define CONFIG_ILLEGAL_POINTER_VALUE 0xdead000000000000

/* time and preemption */
#define CONFIG_HZ 250
#define CONFIG_HZ_250 1
#define CONFIG_HIGH_RES_TIMERS 1
#define CONFIG_PREEMPT_NONE 1
#define CONFIG_PREEMPT_RCU 1 /* makes __rcu_read_lock() a function */
#define CONFIG_TREE_RCU 1
#define CONFIG_SRCU 1
#define CONFIG_TREE_SRCU 1
#define CONFIG_UNINLINE_SPIN_UNLOCK 1

/* memory */
#define CONFIG_FLATMEM 1
#define CONFIG_PAGE_SHIFT 12
#define CONFIG_HAVE_PAGE_SIZE_4KB 1
#define CONFIG_PAGE_SIZE_4KB 1
#define CONFIG_SLUB 1
#define CONFIG_SLOB 1 /* up to 6.3: kmalloc() of a constant size is a call that knows the size */
#define CONFIG_PHYS_ADDR_T_64BIT 1
#define CONFIG_ARCH_DMA_ADDR_T_64BIT 1
#define CONFIG_HAS_DMA 1
#define CONFIG_HAS_IOMEM 1
#define CONFIG_NEED_SG_DMA_LENGTH 1

/* the kernel around drivers */
#define CONFIG_MODULES 1
#define CONFIG_SYSFS 1
#define CONFIG_PROC_FS 1
#define CONFIG_PRINTK 1
#define CONFIG_LOG_BUF_SHIFT 17
#define CONFIG_BUG 1
#define CONFIG_BASE_SMALL 0
#define CONFIG_PM 1
#define CONFIG_PM_SLEEP 1

/* the network */
#define CONFIG_NET 1
#define CONFIG_INET 1
#define CONFIG_IPV6 1
#define CONFIG_NETDEVICES 1
#define CONFIG_NET_CORE 1
#define CONFIG_XPS 1
#define CONFIG_BQL 1
#define CONFIG_DQL 1
#define CONFIG_NET_RX_BUSY_POLL 1
#define CONFIG_BPF 1
#define CONFIG_BPF_SYSCALL 1
#define CONFIG_XDP_SOCKETS 1
#define CONFIG_PAGE_POOL 1
#define CONFIG_DIMLIB 1
#define CONFIG_MAX_SKB_FRAGS 17
#define CONFIG_FAILOVER 1
#define CONFIG_NET_FAILOVER 1
#define CONFIG_VIRTIO 1
#define CONFIG_VIRTIO_NET 1
