import { t } from '#dashboard/i18n/locale.ts';
import type { WireTask } from '#shared/domain/wire.ts';

const Ports = ({ name, ports }: { readonly name: string; readonly ports: string }) =>
  ports === '' ? null : (
    <span class="ports" title={ports}>
      <span class="soft">{name}</span> <span class="mono">{ports}</span>
    </span>
  );

export const TaskPorts = ({ task }: { readonly task: WireTask }) =>
  task.tcp_ports === '' && task.udp_ports === '' ? (
    <span class="soft">{t('tasks.aliveOnly')}</span>
  ) : (
    <>
      <Ports name="TCP" ports={task.tcp_ports} />
      <Ports name="UDP" ports={task.udp_ports} />
    </>
  );
