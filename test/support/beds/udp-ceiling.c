// The C ceiling for UDP: one socket, sendmmsg and recvmmsg, ICMP errors through IP_RECVERR. Not part of the product.
//   udp-ceiling -b FIRST -n ADDRESSES -p PORT [-w WINDOW] [-t TIMEOUT_MS]
// Two tries an address; an echo or an ICMP port-unreachable ends it. Says {"probes", "wall", "cpu_us", "answered"}.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <errno.h>
#include <time.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/resource.h>
#include <netinet/in.h>
#include <arpa/inet.h>
#include <linux/errqueue.h>
#define BATCH 64
#define TRIES 2
static double now(void){struct timespec t;clock_gettime(CLOCK_MONOTONIC,&t);return t.tv_sec*1e3+t.tv_nsec/1e6;}
static uint32_t base,count,port,window=16384;static double timeout=200;
static uint8_t*answered,*tries;static double*sentAt;static uint32_t*queue;static uint64_t head,tail;static uint32_t pending;
static long probes,known;static int fd;
static struct mmsghdr out[BATCH],in[BATCH];static struct sockaddr_in to[BATCH],from[BATCH];static struct iovec oi[BATCH],ii[BATCH];
static char data[BATCH][16],ctl[BATCH][96];
static void heard(uint32_t a){uint32_t h=ntohl(a)-base;if(h<count&&!answered[h]){answered[h]=1;known++;}}
static void drain(int flags){for(;;){for(int i=0;i<BATCH;i++){in[i].msg_hdr.msg_namelen=sizeof from[i];in[i].msg_hdr.msg_controllen=96;}
 int n=recvmmsg(fd,in,BATCH,MSG_DONTWAIT|flags,0);if(n<0){if(errno==EAGAIN)return;continue;}
 for(int i=0;i<n;i++)heard(from[i].sin_addr.s_addr);if(n<BATCH)return;}}
static void put(int i,uint32_t h){to[i]=(struct sockaddr_in){.sin_family=AF_INET,.sin_port=htons(port),.sin_addr.s_addr=htonl(base+h)};
 tries[h]++;sentAt[h]=now();queue[tail++%(window+1)]=h;pending++;probes++;}
static void flush(int n){for(int at=0,bad=0;at<n;){int k=sendmmsg(fd,out+at,n-at,0);if(k>0){at+=k;bad=0;}else{drain(MSG_ERRQUEUE);if(++bad>24){at++;bad=0;}}}}
int main(int c,char**v){int o;while((o=getopt(c,v,"b:n:p:w:t:"))>0)switch(o){case'b':base=ntohl(inet_addr(optarg));break;case'n':count=atoi(optarg);break;
  case'p':port=atoi(optarg);break;case'w':window=atoi(optarg);break;case't':timeout=atof(optarg);break;}
 answered=calloc(count,1);tries=calloc(count,1);sentAt=calloc(count,8);queue=calloc(window+1,4);uint32_t*again=calloc(count,4);uint32_t nAgain=0;
 fd=socket(AF_INET,SOCK_DGRAM|SOCK_NONBLOCK|SOCK_CLOEXEC,0);int one=1,room=8<<20;setsockopt(fd,IPPROTO_IP,IP_RECVERR,&one,4);setsockopt(fd,SOL_SOCKET,SO_RCVBUFFORCE,&room,4);
 for(int i=0;i<BATCH;i++){oi[i]=(struct iovec){"",0};ii[i]=(struct iovec){data[i],16};
  out[i].msg_hdr=(struct msghdr){.msg_name=&to[i],.msg_namelen=sizeof to[i],.msg_iov=&oi[i],.msg_iovlen=1};
  in[i].msg_hdr=(struct msghdr){.msg_name=&from[i],.msg_iov=&ii[i],.msg_iovlen=1,.msg_control=ctl[i]};}
 double began=now();uint32_t next=0;struct rusage a,b;getrusage(RUSAGE_SELF,&a);
 while(next<count||pending||nAgain){int n=0;
  while(n<BATCH&&pending<window&&(nAgain||next<count))put(n++,nAgain?again[--nAgain]:next++);
  if(n)flush(n);else{struct pollfd p={fd,POLLIN,0};poll(&p,1,1);}
  drain(MSG_ERRQUEUE);drain(0);double t=now();
  while(pending){uint32_t h=queue[head%(window+1)];if(!answered[h]&&t-sentAt[h]<timeout)break;head++;pending--;if(!answered[h]&&tries[h]<TRIES)again[nAgain++]=h;}}
 double wall=(now()-began)/1e3;getrusage(RUSAGE_SELF,&b);
 double cpu=(b.ru_utime.tv_sec-a.ru_utime.tv_sec)+(b.ru_stime.tv_sec-a.ru_stime.tv_sec)+((b.ru_utime.tv_usec-a.ru_utime.tv_usec)+(b.ru_stime.tv_usec-a.ru_stime.tv_usec))/1e6;
 printf("{\"probes\":%ld,\"wall\":%.4f,\"cpu_us\":%.2f,\"answered\":%ld}\n",probes,wall,cpu/probes*1e6,known);return 0;}
