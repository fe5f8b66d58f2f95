/** The HTTP API in types, made by "npm run client" and not to be edited; bc19b93f45ca79eb845c369e94242821dab89a12100cee03c8ad3021c5090661 */

export interface paths {
    "/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who did what, the newest first.
         * @description Needs the role admin.
         */
        get: operations["get_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What changed, oldest first: `since` is the id of the last change that was read, or a time.
         * @description Needs the role viewer.
         */
        get: operations["get_changes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/changes/{id}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Says that you know of a change, and if you like that its like is expected.
         * @description Needs the role operator.
         */
        post: operations["post_changes_id_acknowledge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/estimates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tells what runs of such tasks would take where nothing answers; nothing is created.
         * @description Needs the role operator.
         */
        post: operations["post_estimates"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/exclusions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is never probed.
         * @description Needs the role admin.
         */
        get: operations["get_exclusions"];
        put?: never;
        /**
         * Names what is never probed by anybody, from now on.
         * @description Needs the role admin.
         */
        post: operations["post_exclusions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/exclusions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Lets it be probed again.
         * @description Needs the role admin.
         */
        delete: operations["delete_exclusions_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/expected/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Such changes are told again.
         * @description Needs the role operator.
         */
        delete: operations["delete_expected_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the stores can be reached.
         * @description No token is asked for.
         */
        get: operations["get_health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/hosts/{ip}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shows everything that is known of one address, the newest run first.
         * @description Needs the role viewer.
         */
        get: operations["get_hosts_ip"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Creates a task for each line of a CSV file, network and group name, all or none.
         * @description Needs the role operator.
         */
        post: operations["post_imports"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who asks, and what they may.
         * @description Needs the role viewer.
         */
        get: operations["get_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Counts of what you see, for Prometheus.
         * @description Needs the role viewer.
         */
        get: operations["get_metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This description.
         * @description No token is asked for.
         */
        get: operations["get_openapi_json"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Starts a run of each task now, all or none.
         * @description Needs the role operator.
         */
        post: operations["post_runs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shows a run and how far it is.
         * @description Needs the role viewer.
         */
        get: operations["get_runs_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ends a run; one that is over stays as it ended.
         * @description Needs the role operator.
         */
        post: operations["post_runs_id_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a run changed, or how it differs from another run of its task.
         * @description Needs the role viewer.
         */
        get: operations["get_runs_id_changes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/hosts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the hosts of the chunks committed so far, of any run.
         * @description Needs the role viewer.
         */
        get: operations["get_runs_id_hosts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Holds a run up: chunks that are being probed end, no other is begun.
         * @description Needs the role operator.
         */
        post: operations["post_runs_id_pause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lets a paused run go on.
         * @description Needs the role operator.
         */
        post: operations["post_runs_id_resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/scopes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The ranges that may be probed.
         * @description Needs the role admin.
         */
        get: operations["get_scopes"];
        put?: never;
        /**
         * Names a range that may be probed, by whom and until when.
         * @description Needs the role admin.
         */
        post: operations["post_scopes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/scopes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Ends a scope: what it alone allowed is not probed any more.
         * @description Needs the role admin.
         */
        delete: operations["delete_scopes_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How one may sign in beside a token.
         * @description No token is asked for.
         */
        get: operations["get_sign-in"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists tasks in the order of their ids.
         * @description Needs the role viewer.
         */
        get: operations["get_tasks"];
        put?: never;
        /**
         * Creates one task for each network, all or none.
         * @description Needs the role operator.
         */
        post: operations["post_tasks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shows a task.
         * @description Needs the role viewer.
         */
        get: operations["get_tasks_id"];
        put?: never;
        post?: never;
        /**
         * Deletes a task; its live run is cancelled first.
         * @description Needs the role operator.
         */
        delete: operations["delete_tasks_id"];
        options?: never;
        head?: never;
        /**
         * Changes what the body names; null takes a schedule or a label away.
         * @description Needs the role operator.
         */
        patch: operations["patch_tasks_id"];
        trace?: never;
    };
    "/v1/tasks/{id}/expected": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Which changes of a task are as they should be.
         * @description Needs the role viewer.
         */
        get: operations["get_tasks_id_expected"];
        put?: never;
        /**
         * Says which changes of a task are as they should be, from now on.
         * @description Needs the role operator.
         */
        post: operations["post_tasks_id_expected"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/{id}/hosts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the hosts of the newest whole result of a task.
         * @description Needs the role viewer.
         */
        get: operations["get_tasks_id_hosts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/{id}/hosts.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The hosts of the newest whole result as CSV, safe to open with a spreadsheet, in parts of at most 4 MB that "Link" leads through.
         * @description Needs the role viewer.
         */
        get: operations["get_tasks_id_hosts_csv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/{id}/hosts.jsonl": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The hosts of the newest whole result as JSON Lines, in parts of at most 4 MB that "Link" leads through.
         * @description Needs the role viewer.
         */
        get: operations["get_tasks_id_hosts_jsonl"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/{id}/hosts.xml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The hosts of the newest whole result as XML in the output format of nmap, in parts of at most 4 MB that "Link" leads through.
         * @description Needs the role viewer.
         */
        get: operations["get_tasks_id_hosts_xml"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/{id}/map": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is believed of each address of a task, compact enough for a picture of all of it.
         * @description Needs the role viewer.
         */
        get: operations["get_tasks_id_map"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/{id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the runs of a task, newest first.
         * @description Needs the role viewer.
         */
        get: operations["get_tasks_id_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tasks/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deletes tasks, all or none.
         * @description Needs the role operator.
         */
        post: operations["post_tasks_delete"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tokens, without what is secret of them.
         * @description Needs the role admin.
         */
        get: operations["get_tokens"];
        put?: never;
        /**
         * Makes a token, and shows it this once.
         * @description Needs the role admin.
         */
        post: operations["post_tokens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revokes a token, within a minute.
         * @description Needs the role admin.
         */
        delete: operations["delete_tokens_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/trends": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How many addresses answered in the newest runs of each task, in the order of their ids.
         * @description Needs the role viewer.
         */
        get: operations["get_trends"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where your changes are sent, without what is secret of it.
         * @description Needs the role operator.
         */
        get: operations["get_webhooks"];
        put?: never;
        /**
         * Has your changes sent to a URL, and shows the secret of the signature this once.
         * @description Needs the role operator.
         */
        post: operations["post_webhooks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shows a webhook.
         * @description Needs the role operator.
         */
        get: operations["get_webhooks_id"];
        put?: never;
        post?: never;
        /**
         * Ends a webhook, and what is on its way to it.
         * @description Needs the role operator.
         */
        delete: operations["delete_webhooks_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was and is on its way to a webhook, the newest first.
         * @description Needs the role operator.
         */
        get: operations["get_webhooks_id_deliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/ping": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends a webhook a delivery without changes.
         * @description Needs the role operator.
         */
        post: operations["post_webhooks_id_ping"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AddressMap: {
            checked: {
                at: number;
                cidr: string;
            }[];
            excluded: string[];
            last_changed: (number | null)[];
            last_checked: number[];
            network: string;
            next: string | null;
            offsets: number[];
            open_ports: number[];
            states: ("new" | "online" | "missed" | "offline" | "gone")[];
        };
        AnswersEverything: {
            addresses: number;
            asked: number;
            network: string;
            open: number;
            sample_ports: number[];
        };
        AuditEntry: {
            action: string;
            /** Format: date-time */
            at: string;
            detail: {
                [key: string]: unknown;
            };
            id: number;
            ip: string | null;
            object: string;
            principal: string;
            request_id: string | null;
        };
        Change: {
            acknowledged_at: string | null;
            acknowledged_by: string | null;
            after: unknown;
            /** Format: date-time */
            at: string;
            before: unknown;
            expected: boolean;
            id: number;
            ip: string;
            /** @enum {string} */
            kind: "host-appeared" | "host-returned" | "host-vanished" | "port-opened" | "port-closed" | "service-changed" | "version-changed" | "certificate-changed" | "certificate-expiring" | "hostname-changed" | "mac-changed" | "middlebox-appeared" | "middlebox-vanished";
            note: string | null;
            port: number | null;
            protocol: ("tcp" | "udp") | null;
            run_id: number;
            /** @enum {string} */
            severity: "info" | "low" | "medium" | "high";
            task_id: number;
        };
        Difference: {
            after: unknown;
            before: unknown;
            ip: string;
            /** @enum {string} */
            kind: "host-appeared" | "host-returned" | "host-vanished" | "port-opened" | "port-closed" | "service-changed" | "version-changed" | "certificate-changed" | "certificate-expiring" | "hostname-changed" | "mac-changed" | "middlebox-appeared" | "middlebox-vanished";
            port: number | null;
            protocol: ("tcp" | "udp") | null;
            /** @enum {string} */
            severity: "info" | "low" | "medium" | "high";
        };
        Estimate: {
            addresses: number;
            chunks: number;
            cost_usd: number;
            packets_per_second: number;
            /** Format: date */
            prices_as_of: string;
            probes: number;
            seconds: number;
        };
        Exclusion: {
            cidr: string;
            /** Format: date-time */
            created_at: string;
            id: number;
            reason: string;
        };
        Host: {
            answers_everything?: components["schemas"]["AnswersEverything"] | undefined;
            counts: {
                closed: number;
                filtered: number;
                open_filtered: number;
            };
            description?: string | undefined;
            /** Format: date-time */
            first_seen: string;
            hostname: string | null;
            /** @enum {string} */
            identified?: ("whole" | "partial" | "off") | undefined;
            ip: string;
            /** Format: date-time */
            last_checked: string;
            /** Format: date-time */
            last_seen: string;
            mac: string | null;
            names?: {
                name: string;
                /** @enum {string} */
                source: "ptr" | "snmp" | "netbios" | "mdns" | "ptr-only" | "tls" | "banner";
            }[] | undefined;
            ports: components["schemas"]["Port"][];
            vendor: string | null;
            workgroup?: string | undefined;
        };
        HostHistory: {
            ip: string;
            next: string | null;
            sightings: {
                host: components["schemas"]["Host"];
                is_current: boolean;
                run_id: number;
                /** @enum {string} */
                run_state: "planned" | "queued" | "probing" | "paused" | "done" | "failed" | "cancelled";
                task_id: number;
            }[];
        };
        NewToken: {
            /** Format: date-time */
            created_at: string;
            expires_at: string | null;
            id: number;
            label: string;
            last_used_at: string | null;
            owner: string;
            /** @enum {string} */
            role: "viewer" | "operator" | "admin";
            scopes: string[];
            token: string;
        };
        Port: {
            attempts: number;
            banner?: string | undefined;
            http?: {
                favicon_sha256?: string | undefined;
                location?: string | undefined;
                server?: string | undefined;
                status: number;
                title?: string | undefined;
            } | undefined;
            port: number;
            product?: string | undefined;
            /** @enum {string} */
            protocol: "tcp" | "udp";
            reason: string;
            rtt_ms?: number | undefined;
            service?: string | undefined;
            ssh?: {
                fingerprint: string;
            } | undefined;
            /** @enum {string} */
            state: "open" | "closed" | "filtered" | "open|filtered" | "untestable";
            tls?: {
                issuer: string;
                /** Format: date-time */
                not_after: string;
                /** Format: date-time */
                not_before: string;
                protocol: string;
                sans: string[];
                self_signed: boolean;
                subject: string;
            } | undefined;
            /** @enum {string} */
            unspoken?: "fragile" | undefined;
            version?: string | undefined;
        };
        Problem: {
            detail: string;
            errors: {
                code: string;
                pointer: string;
            }[];
            instance: string;
            status: number;
            title: string;
            type: string;
        } & {
            [key: string]: unknown;
        };
        Run: {
            addresses: number;
            changes_error: string | null;
            changes_ready: boolean;
            chunks: {
                done: number;
                failed: number;
                total: number;
            };
            cost_usd: number;
            error: string | null;
            eta_seconds: number | null;
            finished_at: string | null;
            id: number;
            local_failures: number;
            missed: number;
            online: number;
            pause_reason: string | null;
            percent: number;
            probes: number;
            probes_per_second: number;
            /** Format: date-time */
            scheduled_for: string;
            started_at: string | null;
            /** @enum {string} */
            state: "planned" | "queued" | "probing" | "paused" | "done" | "failed" | "cancelled";
            task_id: number;
            /** @enum {string} */
            trigger: "click" | "clock" | "legacy";
        };
        Scope: {
            cidr: string;
            /** Format: date-time */
            created_at: string;
            expires_at: string | null;
            hours: {
                /** @default UTC */
                timezone: string;
                windows: {
                    /** @default [] */
                    days: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                    from: string;
                    to: string;
                }[];
            } | null;
            id: number;
            max_addresses: number | null;
            max_probes: number | null;
            name: string;
            owner: string;
            rate: number | null;
            reason: string;
        };
        Task: {
            /** Format: date-time */
            created_at: string;
            id: number;
            label: string | null;
            last_run_id: number | null;
            live_run_id: number | null;
            network: string;
            next_at: string | null;
            online_ip_num: number;
            options: {
                /**
                 * @default auto
                 * @enum {string}
                 */
                discovery: "auto" | "thorough" | "fast";
                /** @default [] */
                exclude: string[];
                /** @default false */
                fragile: boolean;
                /** @default null */
                hours: {
                    /** @default UTC */
                    timezone: string;
                    windows: {
                        /** @default [] */
                        days: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                        from: string;
                        to: string;
                    }[];
                } | null;
                /** @default true */
                identify: boolean;
                /** @default 0 */
                jitter_seconds: number;
                /**
                 * @default open
                 * @enum {string}
                 */
                keep: "open" | "all";
                /** @default 2 */
                misses: number;
                /** @default 1000 */
                patience_ms: number;
                /** @default 5000 */
                rate: number;
                /** @default null */
                rate_per_host: number | null;
                /** @default false */
                snmp: boolean;
            };
            owner: string;
            query_status: number;
            query_time: string | null;
            schedule: {
                at: number[];
                cron: string[];
                timezone: string;
            } | null;
            /** @enum {string} */
            status: "new" | "waiting" | "probing" | "paused" | "done" | "failed";
            tcp_ports: string;
            udp_ports: string;
        };
        TaskOptionsRequest: {
            /** @enum {string} */
            discovery?: ("auto" | "thorough" | "fast") | undefined;
            exclude?: string[] | undefined;
            fragile?: boolean | undefined;
            hours?: ({
                /** @default UTC */
                timezone?: string | undefined;
                windows: {
                    /** @default [] */
                    days?: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[] | undefined;
                    from: string;
                    to: string;
                }[];
            } | null) | undefined;
            identify?: boolean | undefined;
            jitter_seconds?: number | undefined;
            /** @enum {string} */
            keep?: ("open" | "all") | undefined;
            misses?: number | undefined;
            patience_ms?: number | undefined;
            rate?: number | undefined;
            rate_per_host?: (number | null) | undefined;
            snmp?: boolean | undefined;
        };
        Token: {
            /** Format: date-time */
            created_at: string;
            expires_at: string | null;
            id: number;
            label: string;
            last_used_at: string | null;
            owner: string;
            /** @enum {string} */
            role: "viewer" | "operator" | "admin";
            scopes: string[];
        };
    };
    responses: {
        /** @description A store cannot be reached */
        "dependency-unavailable": {
            headers: {
                /** @description Seconds to wait. */
                "retry-after"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 503 | undefined;
                    /** @enum {unknown} */
                    type?: "/problems/dependency-unavailable" | undefined;
                };
            };
        };
        /** @description The task is already there */
        "duplicate-task": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 409 | undefined;
                    /** @enum {unknown} */
                    type?: "/problems/duplicate-task" | undefined;
                };
            };
        };
        /** @description The token may not do this */
        forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 403 | undefined;
                    /** @enum {unknown} */
                    type?: "/problems/forbidden" | undefined;
                };
            };
        };
        /** @description The token may not do this; The network is outside the scopes; This range is never probed */
        "forbidden.scope-denied.target-forbidden": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 403 | undefined;
                    /** @enum {unknown} */
                    type?: ("/problems/forbidden" | "/problems/scope-denied" | "/problems/target-forbidden") | undefined;
                };
            };
        };
        /** @description The token may not do this; This range is never probed */
        "forbidden.target-forbidden": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 403 | undefined;
                    /** @enum {unknown} */
                    type?: ("/problems/forbidden" | "/problems/target-forbidden") | undefined;
                };
            };
        };
        /** @description The idempotency key was used with another body; The rate is too low; The schedule is not valid; Too many addresses; Too many probes; The request is not as the API describes it */
        "idempotency-key-reused.rate-too-low.schedule-invalid.too-many-addresses.too-many-probes.validation-error": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 422 | undefined;
                    /** @enum {unknown} */
                    type?: ("/problems/idempotency-key-reused" | "/problems/rate-too-low" | "/problems/schedule-invalid" | "/problems/too-many-addresses" | "/problems/too-many-probes" | "/problems/validation-error") | undefined;
                };
            };
        };
        /** @description The idempotency key was used with another body; The rate is too low; Too many addresses; Too many probes; The request is not as the API describes it */
        "idempotency-key-reused.rate-too-low.too-many-addresses.too-many-probes.validation-error": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 422 | undefined;
                    /** @enum {unknown} */
                    type?: ("/problems/idempotency-key-reused" | "/problems/rate-too-low" | "/problems/too-many-addresses" | "/problems/too-many-probes" | "/problems/validation-error") | undefined;
                };
            };
        };
        /** @description The idempotency key was used with another body; The request is not as the API describes it */
        "idempotency-key-reused.validation-error": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 422 | undefined;
                    /** @enum {unknown} */
                    type?: ("/problems/idempotency-key-reused" | "/problems/validation-error") | undefined;
                };
            };
        };
        /** @description Something went wrong here */
        internal: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 500 | undefined;
                    /** @enum {unknown} */
                    type?: "/problems/internal" | undefined;
                };
            };
        };
        /** @description The body is not JSON */
        "malformed-json": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 400 | undefined;
                    /** @enum {unknown} */
                    type?: "/problems/malformed-json" | undefined;
                };
            };
        };
        /** @description There is no such thing */
        "not-found": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 404 | undefined;
                    /** @enum {unknown} */
                    type?: "/problems/not-found" | undefined;
                };
            };
        };
        /** @description The body is too large */
        "payload-too-large": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 413 | undefined;
                    /** @enum {unknown} */
                    type?: "/problems/payload-too-large" | undefined;
                };
            };
        };
        /** @description The budget is used up; Too many requests */
        "quota-exceeded.rate-limited": {
            headers: {
                /** @description Seconds to wait. */
                "retry-after"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 429 | undefined;
                    /** @enum {unknown} */
                    type?: ("/problems/quota-exceeded" | "/problems/rate-limited") | undefined;
                };
            };
        };
        /** @description Too many requests */
        "rate-limited": {
            headers: {
                /** @description Seconds to wait. */
                "retry-after"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 429 | undefined;
                    /** @enum {unknown} */
                    type?: "/problems/rate-limited" | undefined;
                };
            };
        };
        /** @description The rate is too low; The schedule is not valid; Too many addresses; Too many probes; The request is not as the API describes it */
        "rate-too-low.schedule-invalid.too-many-addresses.too-many-probes.validation-error": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 422 | undefined;
                    /** @enum {unknown} */
                    type?: ("/problems/rate-too-low" | "/problems/schedule-invalid" | "/problems/too-many-addresses" | "/problems/too-many-probes" | "/problems/validation-error") | undefined;
                };
            };
        };
        /** @description The task has a live run */
        "run-live": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 409 | undefined;
                    /** @enum {unknown} */
                    type?: "/problems/run-live" | undefined;
                };
            };
        };
        /** @description A valid token is needed */
        unauthenticated: {
            headers: {
                "www-authenticate"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 401 | undefined;
                    /** @enum {unknown} */
                    type?: "/problems/unauthenticated" | undefined;
                };
            };
        };
        /** @description The body has another media type */
        "unsupported-media-type": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 415 | undefined;
                    /** @enum {unknown} */
                    type?: "/problems/unsupported-media-type" | undefined;
                };
            };
        };
        /** @description The request is not as the API describes it */
        "validation-error": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status?: 422 | undefined;
                    /** @enum {unknown} */
                    type?: "/problems/validation-error" | undefined;
                };
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type AddressMap = components['schemas']['AddressMap'];
export type AnswersEverything = components['schemas']['AnswersEverything'];
export type AuditEntry = components['schemas']['AuditEntry'];
export type Change = components['schemas']['Change'];
export type Difference = components['schemas']['Difference'];
export type Estimate = components['schemas']['Estimate'];
export type Exclusion = components['schemas']['Exclusion'];
export type Host = components['schemas']['Host'];
export type HostHistory = components['schemas']['HostHistory'];
export type NewToken = components['schemas']['NewToken'];
export type Port = components['schemas']['Port'];
export type Problem = components['schemas']['Problem'];
export type Run = components['schemas']['Run'];
export type Scope = components['schemas']['Scope'];
export type Task = components['schemas']['Task'];
export type TaskOptionsRequest = components['schemas']['TaskOptionsRequest'];
export type Token = components['schemas']['Token'];
export type ResponseDependencyUnavailable = components['responses']['dependency-unavailable'];
export type ResponseDuplicateTask = components['responses']['duplicate-task'];
export type ResponseForbidden = components['responses']['forbidden'];
export type ResponseForbiddenScopeDeniedTargetForbidden = components['responses']['forbidden.scope-denied.target-forbidden'];
export type ResponseForbiddenTargetForbidden = components['responses']['forbidden.target-forbidden'];
export type ResponseIdempotencyKeyReusedRateTooLowScheduleInvalidTooManyAddressesTooManyProbesValidationError = components['responses']['idempotency-key-reused.rate-too-low.schedule-invalid.too-many-addresses.too-many-probes.validation-error'];
export type ResponseIdempotencyKeyReusedRateTooLowTooManyAddressesTooManyProbesValidationError = components['responses']['idempotency-key-reused.rate-too-low.too-many-addresses.too-many-probes.validation-error'];
export type ResponseIdempotencyKeyReusedValidationError = components['responses']['idempotency-key-reused.validation-error'];
export type ResponseInternal = components['responses']['internal'];
export type ResponseMalformedJson = components['responses']['malformed-json'];
export type ResponseNotFound = components['responses']['not-found'];
export type ResponsePayloadTooLarge = components['responses']['payload-too-large'];
export type ResponseQuotaExceededRateLimited = components['responses']['quota-exceeded.rate-limited'];
export type ResponseRateLimited = components['responses']['rate-limited'];
export type ResponseRateTooLowScheduleInvalidTooManyAddressesTooManyProbesValidationError = components['responses']['rate-too-low.schedule-invalid.too-many-addresses.too-many-probes.validation-error'];
export type ResponseRunLive = components['responses']['run-live'];
export type ResponseUnauthenticated = components['responses']['unauthenticated'];
export type ResponseUnsupportedMediaType = components['responses']['unsupported-media-type'];
export type ResponseValidationError = components['responses']['validation-error'];
export type $defs = Record<string, never>;
export interface operations {
    get_audit: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "entries": [
                     *         {
                     *           "id": 12,
                     *           "at": "2026-11-22T10:00:00.000Z",
                     *           "principal": "token:5",
                     *           "action": "run.start",
                     *           "object": "run:70",
                     *           "detail": {
                     *             "owner": "alice",
                     *             "task_id": 7,
                     *             "trigger": "click"
                     *           },
                     *           "request_id": "JKJaXmPLvHcESHA=",
                     *           "ip": "10.2.0.20"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        entries: components["schemas"]["AuditEntry"][];
                        next: string | null;
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    get_changes: {
        parameters: {
            query?: {
                acknowledged?: "true" | "false";
                cursor?: string;
                kind?: "host-appeared" | "host-returned" | "host-vanished" | "port-opened" | "port-closed" | "service-changed" | "version-changed" | "certificate-changed" | "certificate-expiring" | "hostname-changed" | "mac-changed" | "middlebox-appeared" | "middlebox-vanished";
                limit?: number;
                network?: string;
                severity?: "info" | "low" | "medium" | "high";
                since?: number | string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "changes": [
                     *         {
                     *           "id": 900,
                     *           "task_id": 7,
                     *           "run_id": 70,
                     *           "at": "2026-11-22T10:00:10.000Z",
                     *           "kind": "port-opened",
                     *           "ip": "10.2.0.7",
                     *           "protocol": "tcp",
                     *           "port": 22,
                     *           "before": null,
                     *           "after": {
                     *             "state": "open"
                     *           },
                     *           "severity": "medium",
                     *           "expected": false,
                     *           "note": null,
                     *           "acknowledged_at": null,
                     *           "acknowledged_by": null
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        changes: components["schemas"]["Change"][];
                        next: string | null;
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            422: components["responses"]["validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    post_changes_id_acknowledge: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "note": "ours",
                 *       "expect": true
                 *     }
                 */
                "application/json": {
                    /** @default false */
                    expect?: boolean | undefined;
                    note?: string | undefined;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 900,
                     *       "task_id": 7,
                     *       "run_id": 70,
                     *       "at": "2026-11-22T10:00:10.000Z",
                     *       "kind": "port-opened",
                     *       "ip": "10.2.0.7",
                     *       "protocol": "tcp",
                     *       "port": 22,
                     *       "before": null,
                     *       "after": {
                     *         "state": "open"
                     *       },
                     *       "severity": "medium",
                     *       "expected": false,
                     *       "note": null,
                     *       "acknowledged_at": null,
                     *       "acknowledged_by": null
                     *     }
                     */
                    "application/json": components["schemas"]["Change"];
                };
            };
            400: components["responses"]["malformed-json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["idempotency-key-reused.validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    post_estimates: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "networks": [
                 *         "10.2.0.0/24",
                 *         "10.3.0.7",
                 *         "fd12:3456:789a::/120"
                 *       ],
                 *       "tcp_ports": "22,443,8000-8010,web",
                 *       "udp_ports": "53,161",
                 *       "schedule": {
                 *         "cron": [
                 *           "45 1 * * *"
                 *         ],
                 *         "timezone": "Asia/Shanghai"
                 *       },
                 *       "label": "lab",
                 *       "options": {
                 *         "discovery": "auto",
                 *         "rate": 2000,
                 *         "exclude": [
                 *           "10.2.0.9/32"
                 *         ]
                 *       }
                 *     }
                 */
                "application/json": {
                    label?: string | undefined;
                    networks: string[];
                    options?: components["schemas"]["TaskOptionsRequest"] | undefined;
                    schedule?: {
                        /** @default [] */
                        at?: number[] | undefined;
                        /** @default [] */
                        cron?: string[] | undefined;
                        /** @default UTC */
                        timezone?: string | undefined;
                    } | undefined;
                    /** @default  */
                    tcp_ports?: string | undefined;
                    /** @default  */
                    udp_ports?: string | undefined;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "addresses": 256,
                     *       "probes": 3584,
                     *       "chunks": 2,
                     *       "seconds": 6,
                     *       "cost_usd": 0.000148,
                     *       "packets_per_second": 1274,
                     *       "prices_as_of": "2026-11-01"
                     *     }
                     */
                    "application/json": components["schemas"]["Estimate"];
                };
            };
            400: components["responses"]["malformed-json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden.scope-denied.target-forbidden"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["idempotency-key-reused.rate-too-low.schedule-invalid.too-many-addresses.too-many-probes.validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    get_exclusions: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "exclusions": [
                     *         {
                     *           "id": 4,
                     *           "cidr": "10.2.0.9/32",
                     *           "reason": "it controls the lift",
                     *           "created_at": "2026-11-01T08:05:00.000Z"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        exclusions: components["schemas"]["Exclusion"][];
                        next: string | null;
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    post_exclusions: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "cidr": "10.2.0.9/32",
                 *       "reason": "it controls the lift"
                 *     }
                 */
                "application/json": {
                    cidr: string;
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4,
                     *       "cidr": "10.2.0.9/32",
                     *       "reason": "it controls the lift",
                     *       "created_at": "2026-11-01T08:05:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Exclusion"];
                };
            };
            400: components["responses"]["malformed-json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["idempotency-key-reused.validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    delete_exclusions_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; no content. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            422: components["responses"]["validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    delete_expected_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; no content. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            422: components["responses"]["validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    get_health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "postgres": true,
                     *       "redis": true
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        postgres: true;
                        /** @constant */
                        redis: true;
                    };
                };
            };
            422: components["responses"]["validation-error"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    get_hosts_ip: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                ip: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ip": "10.2.0.7",
                     *       "sightings": [
                     *         {
                     *           "task_id": 7,
                     *           "run_id": 70,
                     *           "run_state": "done",
                     *           "is_current": true,
                     *           "host": {
                     *             "ip": "10.2.0.7",
                     *             "hostname": "printer-3",
                     *             "mac": "00:1b:a9:00:00:07",
                     *             "vendor": "Brother industries",
                     *             "first_seen": "2026-11-20T10:00:08.000Z",
                     *             "last_seen": "2026-11-22T10:00:08.000Z",
                     *             "last_checked": "2026-11-22T10:00:08.000Z",
                     *             "ports": [
                     *               {
                     *                 "port": 22,
                     *                 "protocol": "tcp",
                     *                 "state": "open",
                     *                 "reason": "syn-ack",
                     *                 "rtt_ms": 0.8,
                     *                 "attempts": 1
                     *               },
                     *               {
                     *                 "port": 53,
                     *                 "protocol": "udp",
                     *                 "state": "open|filtered",
                     *                 "reason": "no-response",
                     *                 "attempts": 2
                     *               }
                     *             ],
                     *             "counts": {
                     *               "closed": 9,
                     *               "filtered": 3,
                     *               "open_filtered": 1
                     *             }
                     *           }
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": components["schemas"]["HostHistory"];
                };
            };
            401: components["responses"]["unauthenticated"];
            404: components["responses"]["not-found"];
            422: components["responses"]["validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    post_imports: {
        parameters: {
            query?: {
                tcp_ports?: string;
                udp_ports?: string;
            };
            header?: {
                /** @description The same key and body give the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "tasks": [
                     *         {
                     *           "id": 7,
                     *           "network": "10.2.0.0/24",
                     *           "tcp_ports": "22,443,8000-8010",
                     *           "udp_ports": "53",
                     *           "query_status": 2,
                     *           "status": "done",
                     *           "online_ip_num": 3,
                     *           "schedule": {
                     *             "cron": [
                     *               "45 1 * * *"
                     *             ],
                     *             "at": [],
                     *             "timezone": "Asia/Shanghai"
                     *           },
                     *           "next_at": "2026-11-22T17:45:00.000Z",
                     *           "label": "lab",
                     *           "options": {
                     *             "discovery": "auto",
                     *             "rate": 2000,
                     *             "rate_per_host": null,
                     *             "patience_ms": 1000,
                     *             "exclude": [
                     *               "10.2.0.9/32"
                     *             ],
                     *             "keep": "open",
                     *             "identify": true,
                     *             "snmp": false,
                     *             "fragile": false,
                     *             "misses": 2,
                     *             "hours": {
                     *               "windows": [
                     *                 {
                     *                   "days": [
                     *                     "mon",
                     *                     "tue"
                     *                   ],
                     *                   "from": "17:30",
                     *                   "to": "08:30"
                     *                 }
                     *               ],
                     *               "timezone": "Europe/Berlin"
                     *             },
                     *             "jitter_seconds": 180
                     *           },
                     *           "live_run_id": null,
                     *           "last_run_id": 70,
                     *           "owner": "alice",
                     *           "created_at": "2026-11-22T10:00:00.000Z",
                     *           "query_time": "2026-11-22T10:00:09.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        tasks: components["schemas"]["Task"][];
                    };
                };
            };
            400: components["responses"]["malformed-json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden.scope-denied.target-forbidden"];
            409: components["responses"]["duplicate-task"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["idempotency-key-reused.rate-too-low.schedule-invalid.too-many-addresses.too-many-probes.validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    get_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "token:5",
                     *       "label": "laptop",
                     *       "role": "operator",
                     *       "owner": "alice",
                     *       "scopes": [
                     *         "10.2.0.0/24"
                     *       ]
                     *     }
                     */
                    "application/json": {
                        id: string;
                        label: string;
                        owner: string;
                        /** @enum {string} */
                        role: "viewer" | "operator" | "admin";
                        scopes: string[];
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            422: components["responses"]["validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    get_metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A part of the document. */
            200: {
                headers: {
                    /** @description Where the next part is, as rel="next". */
                    link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            401: components["responses"]["unauthenticated"];
            422: components["responses"]["validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    get_openapi_json: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        openapi: "3.1.0";
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            422: components["responses"]["validation-error"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    post_runs: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "task_ids": [
                 *         7
                 *       ]
                 *     }
                 */
                "application/json": {
                    task_ids: number[];
                };
            };
        };
        responses: {
            /** @description Done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "runs": [
                     *         {
                     *           "id": 70,
                     *           "task_id": 7,
                     *           "trigger": "click",
                     *           "state": "done",
                     *           "scheduled_for": "2026-11-22T10:00:00.000Z",
                     *           "started_at": "2026-11-22T10:00:00.100Z",
                     *           "finished_at": "2026-11-22T10:00:09.000Z",
                     *           "chunks": {
                     *             "total": 2,
                     *             "done": 2,
                     *             "failed": 0
                     *           },
                     *           "addresses": 256,
                     *           "probes": 3584,
                     *           "online": 3,
                     *           "percent": 100,
                     *           "eta_seconds": 0,
                     *           "probes_per_second": 780,
                     *           "local_failures": 0,
                     *           "missed": 0,
                     *           "changes_ready": true,
                     *           "cost_usd": 0.000237,
                     *           "error": null,
                     *           "pause_reason": null,
                     *           "changes_error": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        runs: components["schemas"]["Run"][];
                    };
                };
            };
            400: components["responses"]["malformed-json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden.scope-denied.target-forbidden"];
            404: components["responses"]["not-found"];
            409: components["responses"]["run-live"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["idempotency-key-reused.rate-too-low.too-many-addresses.too-many-probes.validation-error"];
            429: components["responses"]["quota-exceeded.rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    get_runs_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 70,
                     *       "task_id": 7,
                     *       "trigger": "click",
                     *       "state": "done",
                     *       "scheduled_for": "2026-11-22T10:00:00.000Z",
                     *       "started_at": "2026-11-22T10:00:00.100Z",
                     *       "finished_at": "2026-11-22T10:00:09.000Z",
                     *       "chunks": {
                     *         "total": 2,
                     *         "done": 2,
                     *         "failed": 0
                     *       },
                     *       "addresses": 256,
                     *       "probes": 3584,
                     *       "online": 3,
                     *       "percent": 100,
                     *       "eta_seconds": 0,
                     *       "probes_per_second": 780,
                     *       "local_failures": 0,
                     *       "missed": 0,
                     *       "changes_ready": true,
                     *       "cost_usd": 0.000237,
                     *       "error": null,
                     *       "pause_reason": null,
                     *       "changes_error": null
                     *     }
                     */
                    "application/json": components["schemas"]["Run"];
                };
            };
            401: components["responses"]["unauthenticated"];
            404: components["responses"]["not-found"];
            422: components["responses"]["validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    post_runs_id_cancel: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 70,
                     *       "task_id": 7,
                     *       "trigger": "click",
                     *       "state": "done",
                     *       "scheduled_for": "2026-11-22T10:00:00.000Z",
                     *       "started_at": "2026-11-22T10:00:00.100Z",
                     *       "finished_at": "2026-11-22T10:00:09.000Z",
                     *       "chunks": {
                     *         "total": 2,
                     *         "done": 2,
                     *         "failed": 0
                     *       },
                     *       "addresses": 256,
                     *       "probes": 3584,
                     *       "online": 3,
                     *       "percent": 100,
                     *       "eta_seconds": 0,
                     *       "probes_per_second": 780,
                     *       "local_failures": 0,
                     *       "missed": 0,
                     *       "changes_ready": true,
                     *       "cost_usd": 0.000237,
                     *       "error": null,
                     *       "pause_reason": null,
                     *       "changes_error": null
                     *     }
                     */
                    "application/json": components["schemas"]["Run"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            422: components["responses"]["idempotency-key-reused.validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    get_runs_id_changes: {
        parameters: {
            query?: {
                against?: number;
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "changes": [
                     *         {
                     *           "id": 900,
                     *           "task_id": 7,
                     *           "run_id": 70,
                     *           "at": "2026-11-22T10:00:10.000Z",
                     *           "kind": "port-opened",
                     *           "ip": "10.2.0.7",
                     *           "protocol": "tcp",
                     *           "port": 22,
                     *           "before": null,
                     *           "after": {
                     *             "state": "open"
                     *           },
                     *           "severity": "medium",
                     *           "expected": false,
                     *           "note": null,
                     *           "acknowledged_at": null,
                     *           "acknowledged_by": null
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        changes: (components["schemas"]["Change"] | components["schemas"]["Difference"])[];
                        next: string | null;
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            404: components["responses"]["not-found"];
            422: components["responses"]["validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    get_runs_id_hosts: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "hosts": [
                     *         {
                     *           "ip": "10.2.0.7",
                     *           "hostname": "printer-3",
                     *           "mac": "00:1b:a9:00:00:07",
                     *           "vendor": "Brother industries",
                     *           "first_seen": "2026-11-20T10:00:08.000Z",
                     *           "last_seen": "2026-11-22T10:00:08.000Z",
                     *           "last_checked": "2026-11-22T10:00:08.000Z",
                     *           "ports": [
                     *             {
                     *               "port": 22,
                     *               "protocol": "tcp",
                     *               "state": "open",
                     *               "reason": "syn-ack",
                     *               "rtt_ms": 0.8,
                     *               "attempts": 1
                     *             },
                     *             {
                     *               "port": 53,
                     *               "protocol": "udp",
                     *               "state": "open|filtered",
                     *               "reason": "no-response",
                     *               "attempts": 2
                     *             }
                     *           ],
                     *           "counts": {
                     *             "closed": 9,
                     *             "filtered": 3,
                     *             "open_filtered": 1
                     *           }
                     *         }
                     *       ],
                     *       "next": null,
                     *       "complete": true
                     *     }
                     */
                    "application/json": {
                        complete: boolean;
                        hosts: components["schemas"]["Host"][];
                        next: string | null;
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            404: components["responses"]["not-found"];
            422: components["responses"]["validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    post_runs_id_pause: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 70,
                     *       "task_id": 7,
                     *       "trigger": "click",
                     *       "state": "done",
                     *       "scheduled_for": "2026-11-22T10:00:00.000Z",
                     *       "started_at": "2026-11-22T10:00:00.100Z",
                     *       "finished_at": "2026-11-22T10:00:09.000Z",
                     *       "chunks": {
                     *         "total": 2,
                     *         "done": 2,
                     *         "failed": 0
                     *       },
                     *       "addresses": 256,
                     *       "probes": 3584,
                     *       "online": 3,
                     *       "percent": 100,
                     *       "eta_seconds": 0,
                     *       "probes_per_second": 780,
                     *       "local_failures": 0,
                     *       "missed": 0,
                     *       "changes_ready": true,
                     *       "cost_usd": 0.000237,
                     *       "error": null,
                     *       "pause_reason": null,
                     *       "changes_error": null
                     *     }
                     */
                    "application/json": components["schemas"]["Run"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            422: components["responses"]["idempotency-key-reused.validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    post_runs_id_resume: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 70,
                     *       "task_id": 7,
                     *       "trigger": "click",
                     *       "state": "done",
                     *       "scheduled_for": "2026-11-22T10:00:00.000Z",
                     *       "started_at": "2026-11-22T10:00:00.100Z",
                     *       "finished_at": "2026-11-22T10:00:09.000Z",
                     *       "chunks": {
                     *         "total": 2,
                     *         "done": 2,
                     *         "failed": 0
                     *       },
                     *       "addresses": 256,
                     *       "probes": 3584,
                     *       "online": 3,
                     *       "percent": 100,
                     *       "eta_seconds": 0,
                     *       "probes_per_second": 780,
                     *       "local_failures": 0,
                     *       "missed": 0,
                     *       "changes_ready": true,
                     *       "cost_usd": 0.000237,
                     *       "error": null,
                     *       "pause_reason": null,
                     *       "changes_error": null
                     *     }
                     */
                    "application/json": components["schemas"]["Run"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            422: components["responses"]["idempotency-key-reused.validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    get_scopes: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "scopes": [
                     *         {
                     *           "id": 3,
                     *           "cidr": "10.2.0.0/16",
                     *           "name": "lab",
                     *           "owner": "lab team",
                     *           "reason": "our own laboratory",
                     *           "expires_at": null,
                     *           "max_addresses": 65536,
                     *           "max_probes": null,
                     *           "rate": 2000,
                     *           "hours": null,
                     *           "created_at": "2026-11-01T08:00:00.000Z"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        next: string | null;
                        scopes: components["schemas"]["Scope"][];
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    post_scopes: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "cidr": "10.2.0.0/16",
                 *       "name": "lab",
                 *       "owner": "lab team",
                 *       "reason": "our own laboratory",
                 *       "expires_at": null,
                 *       "max_addresses": 65536,
                 *       "max_probes": null,
                 *       "rate": 2000,
                 *       "hours": null
                 *     }
                 */
                "application/json": {
                    cidr: string;
                    expires_at?: (string | null) | undefined;
                    /** @default null */
                    hours?: ({
                        /** @default UTC */
                        timezone?: string | undefined;
                        windows: {
                            /** @default [] */
                            days?: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[] | undefined;
                            from: string;
                            to: string;
                        }[];
                    } | null) | undefined;
                    /** @default null */
                    max_addresses?: (number | null) | undefined;
                    /** @default null */
                    max_probes?: (number | null) | undefined;
                    name?: string | undefined;
                    owner: string;
                    /** @default null */
                    rate?: (number | null) | undefined;
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 3,
                     *       "cidr": "10.2.0.0/16",
                     *       "name": "lab",
                     *       "owner": "lab team",
                     *       "reason": "our own laboratory",
                     *       "expires_at": null,
                     *       "max_addresses": 65536,
                     *       "max_probes": null,
                     *       "rate": 2000,
                     *       "hours": null,
                     *       "created_at": "2026-11-01T08:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Scope"];
                };
            };
            400: components["responses"]["malformed-json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden.target-forbidden"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["idempotency-key-reused.validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    delete_scopes_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; no content. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            422: components["responses"]["validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    "get_sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "oidc": {
                     *         "issuer": "https://login.example.com",
                     *         "client_id": "netsweep-page",
                     *         "audience": "https://netsweep.example.com"
                     *       }
                     *     }
                     */
                    "application/json": {
                        oidc: {
                            audience: string;
                            client_id: string;
                            issuer: string;
                        } | null;
                    };
                };
            };
            422: components["responses"]["validation-error"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    get_tasks: {
        parameters: {
            query?: {
                cursor?: string;
                label?: string;
                limit?: number;
                network?: string;
                status?: "new" | "waiting" | "probing" | "paused" | "done" | "failed";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "tasks": [
                     *         {
                     *           "id": 7,
                     *           "network": "10.2.0.0/24",
                     *           "tcp_ports": "22,443,8000-8010",
                     *           "udp_ports": "53",
                     *           "query_status": 2,
                     *           "status": "done",
                     *           "online_ip_num": 3,
                     *           "schedule": {
                     *             "cron": [
                     *               "45 1 * * *"
                     *             ],
                     *             "at": [],
                     *             "timezone": "Asia/Shanghai"
                     *           },
                     *           "next_at": "2026-11-22T17:45:00.000Z",
                     *           "label": "lab",
                     *           "options": {
                     *             "discovery": "auto",
                     *             "rate": 2000,
                     *             "rate_per_host": null,
                     *             "patience_ms": 1000,
                     *             "exclude": [
                     *               "10.2.0.9/32"
                     *             ],
                     *             "keep": "open",
                     *             "identify": true,
                     *             "snmp": false,
                     *             "fragile": false,
                     *             "misses": 2,
                     *             "hours": {
                     *               "windows": [
                     *                 {
                     *                   "days": [
                     *                     "mon",
                     *                     "tue"
                     *                   ],
                     *                   "from": "17:30",
                     *                   "to": "08:30"
                     *                 }
                     *               ],
                     *               "timezone": "Europe/Berlin"
                     *             },
                     *             "jitter_seconds": 180
                     *           },
                     *           "live_run_id": null,
                     *           "last_run_id": 70,
                     *           "owner": "alice",
                     *           "created_at": "2026-11-22T10:00:00.000Z",
                     *           "query_time": "2026-11-22T10:00:09.000Z"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        next: string | null;
                        tasks: components["schemas"]["Task"][];
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            422: components["responses"]["validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    post_tasks: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "networks": [
                 *         "10.2.0.0/24",
                 *         "10.3.0.7",
                 *         "fd12:3456:789a::/120"
                 *       ],
                 *       "tcp_ports": "22,443,8000-8010,web",
                 *       "udp_ports": "53,161",
                 *       "schedule": {
                 *         "cron": [
                 *           "45 1 * * *"
                 *         ],
                 *         "timezone": "Asia/Shanghai"
                 *       },
                 *       "label": "lab",
                 *       "options": {
                 *         "discovery": "auto",
                 *         "rate": 2000,
                 *         "exclude": [
                 *           "10.2.0.9/32"
                 *         ]
                 *       }
                 *     }
                 */
                "application/json": {
                    label?: string | undefined;
                    networks: string[];
                    options?: components["schemas"]["TaskOptionsRequest"] | undefined;
                    schedule?: {
                        /** @default [] */
                        at?: number[] | undefined;
                        /** @default [] */
                        cron?: string[] | undefined;
                        /** @default UTC */
                        timezone?: string | undefined;
                    } | undefined;
                    /** @default  */
                    tcp_ports?: string | undefined;
                    /** @default  */
                    udp_ports?: string | undefined;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "tasks": [
                     *         {
                     *           "id": 7,
                     *           "network": "10.2.0.0/24",
                     *           "tcp_ports": "22,443,8000-8010",
                     *           "udp_ports": "53",
                     *           "query_status": 2,
                     *           "status": "done",
                     *           "online_ip_num": 3,
                     *           "schedule": {
                     *             "cron": [
                     *               "45 1 * * *"
                     *             ],
                     *             "at": [],
                     *             "timezone": "Asia/Shanghai"
                     *           },
                     *           "next_at": "2026-11-22T17:45:00.000Z",
                     *           "label": "lab",
                     *           "options": {
                     *             "discovery": "auto",
                     *             "rate": 2000,
                     *             "rate_per_host": null,
                     *             "patience_ms": 1000,
                     *             "exclude": [
                     *               "10.2.0.9/32"
                     *             ],
                     *             "keep": "open",
                     *             "identify": true,
                     *             "snmp": false,
                     *             "fragile": false,
                     *             "misses": 2,
                     *             "hours": {
                     *               "windows": [
                     *                 {
                     *                   "days": [
                     *                     "mon",
                     *                     "tue"
                     *                   ],
                     *                   "from": "17:30",
                     *                   "to": "08:30"
                     *                 }
                     *               ],
                     *               "timezone": "Europe/Berlin"
                     *             },
                     *             "jitter_seconds": 180
                     *           },
                     *           "live_run_id": null,
                     *           "last_run_id": 70,
                     *           "owner": "alice",
                     *           "created_at": "2026-11-22T10:00:00.000Z",
                     *           "query_time": "2026-11-22T10:00:09.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        tasks: components["schemas"]["Task"][];
                    };
                };
            };
            400: components["responses"]["malformed-json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden.scope-denied.target-forbidden"];
            409: components["responses"]["duplicate-task"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["idempotency-key-reused.rate-too-low.schedule-invalid.too-many-addresses.too-many-probes.validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    get_tasks_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 7,
                     *       "network": "10.2.0.0/24",
                     *       "tcp_ports": "22,443,8000-8010",
                     *       "udp_ports": "53",
                     *       "query_status": 2,
                     *       "status": "done",
                     *       "online_ip_num": 3,
                     *       "schedule": {
                     *         "cron": [
                     *           "45 1 * * *"
                     *         ],
                     *         "at": [],
                     *         "timezone": "Asia/Shanghai"
                     *       },
                     *       "next_at": "2026-11-22T17:45:00.000Z",
                     *       "label": "lab",
                     *       "options": {
                     *         "discovery": "auto",
                     *         "rate": 2000,
                     *         "rate_per_host": null,
                     *         "patience_ms": 1000,
                     *         "exclude": [
                     *           "10.2.0.9/32"
                     *         ],
                     *         "keep": "open",
                     *         "identify": true,
                     *         "snmp": false,
                     *         "fragile": false,
                     *         "misses": 2,
                     *         "hours": {
                     *           "windows": [
                     *             {
                     *               "days": [
                     *                 "mon",
                     *                 "tue"
                     *               ],
                     *               "from": "17:30",
                     *               "to": "08:30"
                     *             }
                     *           ],
                     *           "timezone": "Europe/Berlin"
                     *         },
                     *         "jitter_seconds": 180
                     *       },
                     *       "live_run_id": null,
                     *       "last_run_id": 70,
                     *       "owner": "alice",
                     *       "created_at": "2026-11-22T10:00:00.000Z",
                     *       "query_time": "2026-11-22T10:00:09.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Task"];
                };
            };
            401: components["responses"]["unauthenticated"];
            404: components["responses"]["not-found"];
            422: components["responses"]["validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    delete_tasks_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; no content. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            422: components["responses"]["validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    patch_tasks_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "tcp_ports": "22,443",
                 *       "schedule": null
                 *     }
                 */
                "application/json": {
                    label?: (string | null) | undefined;
                    options?: components["schemas"]["TaskOptionsRequest"] | undefined;
                    schedule?: ({
                        /** @default [] */
                        at?: number[] | undefined;
                        /** @default [] */
                        cron?: string[] | undefined;
                        /** @default UTC */
                        timezone?: string | undefined;
                    } | null) | undefined;
                    tcp_ports?: string | undefined;
                    udp_ports?: string | undefined;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 7,
                     *       "network": "10.2.0.0/24",
                     *       "tcp_ports": "22,443,8000-8010",
                     *       "udp_ports": "53",
                     *       "query_status": 2,
                     *       "status": "done",
                     *       "online_ip_num": 3,
                     *       "schedule": {
                     *         "cron": [
                     *           "45 1 * * *"
                     *         ],
                     *         "at": [],
                     *         "timezone": "Asia/Shanghai"
                     *       },
                     *       "next_at": "2026-11-22T17:45:00.000Z",
                     *       "label": "lab",
                     *       "options": {
                     *         "discovery": "auto",
                     *         "rate": 2000,
                     *         "rate_per_host": null,
                     *         "patience_ms": 1000,
                     *         "exclude": [
                     *           "10.2.0.9/32"
                     *         ],
                     *         "keep": "open",
                     *         "identify": true,
                     *         "snmp": false,
                     *         "fragile": false,
                     *         "misses": 2,
                     *         "hours": {
                     *           "windows": [
                     *             {
                     *               "days": [
                     *                 "mon",
                     *                 "tue"
                     *               ],
                     *               "from": "17:30",
                     *               "to": "08:30"
                     *             }
                     *           ],
                     *           "timezone": "Europe/Berlin"
                     *         },
                     *         "jitter_seconds": 180
                     *       },
                     *       "live_run_id": null,
                     *       "last_run_id": 70,
                     *       "owner": "alice",
                     *       "created_at": "2026-11-22T10:00:00.000Z",
                     *       "query_time": "2026-11-22T10:00:09.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["malformed-json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden.scope-denied.target-forbidden"];
            404: components["responses"]["not-found"];
            409: components["responses"]["duplicate-task"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["rate-too-low.schedule-invalid.too-many-addresses.too-many-probes.validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    get_tasks_id_expected: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "expected": [
                     *         {
                     *           "id": 6,
                     *           "task_id": 7,
                     *           "network": "10.2.0.9/32",
                     *           "protocol": "tcp",
                     *           "port": 5432,
                     *           "kind": null,
                     *           "note": "the new database",
                     *           "made_by": "token:5",
                     *           "created_at": "2026-11-22T10:05:00.000Z"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        expected: {
                            /** Format: date-time */
                            created_at: string;
                            id: number;
                            kind: ("host-appeared" | "host-returned" | "host-vanished" | "port-opened" | "port-closed" | "service-changed" | "version-changed" | "certificate-changed" | "certificate-expiring" | "hostname-changed" | "mac-changed" | "middlebox-appeared" | "middlebox-vanished") | null;
                            made_by: string;
                            network: string;
                            note: string;
                            port: number | null;
                            protocol: ("tcp" | "udp") | null;
                            task_id: number;
                        }[];
                        next: string | null;
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            404: components["responses"]["not-found"];
            422: components["responses"]["validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    post_tasks_id_expected: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "network": "10.2.0.9/32",
                 *       "protocol": "tcp",
                 *       "port": 5432,
                 *       "kind": null,
                 *       "note": "the new database"
                 *     }
                 */
                "application/json": {
                    /** @default null */
                    kind?: (("host-appeared" | "host-returned" | "host-vanished" | "port-opened" | "port-closed" | "service-changed" | "version-changed" | "certificate-changed" | "certificate-expiring" | "hostname-changed" | "mac-changed" | "middlebox-appeared" | "middlebox-vanished") | null) | undefined;
                    network: string;
                    /** @default  */
                    note?: string | undefined;
                    /** @default null */
                    port?: (number | null) | undefined;
                    /** @default null */
                    protocol?: (("tcp" | "udp") | null) | undefined;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 6,
                     *       "task_id": 7,
                     *       "network": "10.2.0.9/32",
                     *       "protocol": "tcp",
                     *       "port": 5432,
                     *       "kind": null,
                     *       "note": "the new database",
                     *       "made_by": "token:5",
                     *       "created_at": "2026-11-22T10:05:00.000Z"
                     *     }
                     */
                    "application/json": {
                        /** Format: date-time */
                        created_at: string;
                        id: number;
                        kind: ("host-appeared" | "host-returned" | "host-vanished" | "port-opened" | "port-closed" | "service-changed" | "version-changed" | "certificate-changed" | "certificate-expiring" | "hostname-changed" | "mac-changed" | "middlebox-appeared" | "middlebox-vanished") | null;
                        made_by: string;
                        network: string;
                        note: string;
                        port: number | null;
                        protocol: ("tcp" | "udp") | null;
                        task_id: number;
                    };
                };
            };
            400: components["responses"]["malformed-json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["idempotency-key-reused.validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    get_tasks_id_hosts: {
        parameters: {
            query?: {
                certificate_expires_before?: string;
                cursor?: string;
                hostname?: string;
                limit?: number;
                port?: number;
                sort?: "ip" | "-ip" | "hostname" | "-hostname" | "vendor" | "-vendor";
                vendor?: string;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "hosts": [
                     *         {
                     *           "ip": "10.2.0.7",
                     *           "hostname": "printer-3",
                     *           "mac": "00:1b:a9:00:00:07",
                     *           "vendor": "Brother industries",
                     *           "first_seen": "2026-11-20T10:00:08.000Z",
                     *           "last_seen": "2026-11-22T10:00:08.000Z",
                     *           "last_checked": "2026-11-22T10:00:08.000Z",
                     *           "ports": [
                     *             {
                     *               "port": 22,
                     *               "protocol": "tcp",
                     *               "state": "open",
                     *               "reason": "syn-ack",
                     *               "rtt_ms": 0.8,
                     *               "attempts": 1
                     *             },
                     *             {
                     *               "port": 53,
                     *               "protocol": "udp",
                     *               "state": "open|filtered",
                     *               "reason": "no-response",
                     *               "attempts": 2
                     *             }
                     *           ],
                     *           "counts": {
                     *             "closed": 9,
                     *             "filtered": 3,
                     *             "open_filtered": 1
                     *           }
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        hosts: components["schemas"]["Host"][];
                        next: string | null;
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            404: components["responses"]["not-found"];
            422: components["responses"]["validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    get_tasks_id_hosts_csv: {
        parameters: {
            query?: {
                cursor?: string;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A part of the document. */
            200: {
                headers: {
                    /** @description Where the next part is, as rel="next". */
                    link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            401: components["responses"]["unauthenticated"];
            404: components["responses"]["not-found"];
            422: components["responses"]["validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    get_tasks_id_hosts_jsonl: {
        parameters: {
            query?: {
                cursor?: string;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A part of the document. */
            200: {
                headers: {
                    /** @description Where the next part is, as rel="next". */
                    link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/jsonl": string;
                };
            };
            401: components["responses"]["unauthenticated"];
            404: components["responses"]["not-found"];
            422: components["responses"]["validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    get_tasks_id_hosts_xml: {
        parameters: {
            query?: {
                cursor?: string;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A part of the document. */
            200: {
                headers: {
                    /** @description Where the next part is, as rel="next". */
                    link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/xml": string;
                };
            };
            401: components["responses"]["unauthenticated"];
            404: components["responses"]["not-found"];
            422: components["responses"]["validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    get_tasks_id_map: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "network": "10.2.0.0/24",
                     *       "checked": [
                     *         {
                     *           "cidr": "10.2.0.0/24",
                     *           "at": 1795341609
                     *         }
                     *       ],
                     *       "excluded": [
                     *         "10.2.0.9/32"
                     *       ],
                     *       "offsets": [
                     *         7,
                     *         12
                     *       ],
                     *       "states": [
                     *         "online",
                     *         "offline"
                     *       ],
                     *       "open_ports": [
                     *         1,
                     *         0
                     *       ],
                     *       "last_checked": [
                     *         1795341608,
                     *         1795341609
                     *       ],
                     *       "last_changed": [
                     *         1795255209,
                     *         null
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": components["schemas"]["AddressMap"];
                };
            };
            401: components["responses"]["unauthenticated"];
            404: components["responses"]["not-found"];
            422: components["responses"]["validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    get_tasks_id_runs: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "runs": [
                     *         {
                     *           "id": 70,
                     *           "task_id": 7,
                     *           "trigger": "click",
                     *           "state": "done",
                     *           "scheduled_for": "2026-11-22T10:00:00.000Z",
                     *           "started_at": "2026-11-22T10:00:00.100Z",
                     *           "finished_at": "2026-11-22T10:00:09.000Z",
                     *           "chunks": {
                     *             "total": 2,
                     *             "done": 2,
                     *             "failed": 0
                     *           },
                     *           "addresses": 256,
                     *           "probes": 3584,
                     *           "online": 3,
                     *           "percent": 100,
                     *           "eta_seconds": 0,
                     *           "probes_per_second": 780,
                     *           "local_failures": 0,
                     *           "missed": 0,
                     *           "changes_ready": true,
                     *           "cost_usd": 0.000237,
                     *           "error": null,
                     *           "pause_reason": null,
                     *           "changes_error": null
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        next: string | null;
                        runs: components["schemas"]["Run"][];
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            404: components["responses"]["not-found"];
            422: components["responses"]["validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    post_tasks_delete: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "ids": [
                 *         7,
                 *         8
                 *       ]
                 *     }
                 */
                "application/json": {
                    ids: number[];
                };
            };
        };
        responses: {
            /** @description Done; no content. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["malformed-json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["idempotency-key-reused.validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    get_tokens: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "tokens": [
                     *         {
                     *           "id": 5,
                     *           "owner": "alice",
                     *           "label": "laptop",
                     *           "role": "operator",
                     *           "scopes": [
                     *             "10.2.0.0/24"
                     *           ],
                     *           "expires_at": "2027-11-01T00:00:00.000Z",
                     *           "created_at": "2026-11-01T08:10:00.000Z",
                     *           "last_used_at": "2026-11-22T10:00:00.000Z"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        next: string | null;
                        tokens: components["schemas"]["Token"][];
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    post_tokens: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "owner": "alice",
                 *       "label": "laptop",
                 *       "role": "operator",
                 *       "scopes": [
                 *         "10.2.0.0/24"
                 *       ],
                 *       "expires_at": "2027-11-01T00:00:00.000Z"
                 *     }
                 */
                "application/json": {
                    expires_at?: (string | null) | undefined;
                    /** @default  */
                    label?: string | undefined;
                    owner?: string | undefined;
                    /** @enum {string} */
                    role: "viewer" | "operator" | "admin";
                    scopes: string[];
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 5,
                     *       "owner": "alice",
                     *       "label": "laptop",
                     *       "role": "operator",
                     *       "scopes": [
                     *         "10.2.0.0/24"
                     *       ],
                     *       "expires_at": "2027-11-01T00:00:00.000Z",
                     *       "created_at": "2026-11-01T08:10:00.000Z",
                     *       "last_used_at": null,
                     *       "token": "nst_example-example-example-example-example-abc"
                     *     }
                     */
                    "application/json": components["schemas"]["NewToken"];
                };
            };
            400: components["responses"]["malformed-json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden.scope-denied.target-forbidden"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["idempotency-key-reused.validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    delete_tokens_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; no content. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            422: components["responses"]["validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    get_trends: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "trends": [
                     *         {
                     *           "task_id": 7,
                     *           "points": [
                     *             {
                     *               "run_id": 69,
                     *               "at": "2026-11-21T10:00:09.000Z",
                     *               "online": 2
                     *             },
                     *             {
                     *               "run_id": 70,
                     *               "at": "2026-11-22T10:00:09.000Z",
                     *               "online": 3
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        next: string | null;
                        trends: {
                            points: {
                                /** Format: date-time */
                                at: string;
                                online: number;
                                run_id: number;
                            }[];
                            task_id: number;
                        }[];
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            422: components["responses"]["validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    get_webhooks: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "webhooks": [
                     *         {
                     *           "id": 3,
                     *           "owner": "alice",
                     *           "url": "https://hooks.example.org/netsweep",
                     *           "format": "json",
                     *           "severity": "low",
                     *           "label": "on call",
                     *           "created_at": "2026-11-01T08:10:00.000Z",
                     *           "disabled_at": null,
                     *           "disabled_reason": null
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        next: string | null;
                        webhooks: {
                            /** Format: date-time */
                            created_at: string;
                            disabled_at: string | null;
                            disabled_reason: string | null;
                            /** @enum {string} */
                            format: "json" | "slack" | "digest";
                            id: number;
                            label: string;
                            owner: string;
                            /** @enum {string} */
                            severity: "info" | "low" | "medium" | "high";
                            url: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    post_webhooks: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "url": "https://hooks.example.org/netsweep",
                 *       "format": "json",
                 *       "severity": "low",
                 *       "label": "on call"
                 *     }
                 */
                "application/json": {
                    /**
                     * @default json
                     * @enum {string}
                     */
                    format?: ("json" | "slack" | "digest") | undefined;
                    /** @default  */
                    label?: string | undefined;
                    /**
                     * @default info
                     * @enum {string}
                     */
                    severity?: ("info" | "low" | "medium" | "high") | undefined;
                    url: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 3,
                     *       "owner": "alice",
                     *       "url": "https://hooks.example.org/netsweep",
                     *       "format": "json",
                     *       "severity": "low",
                     *       "label": "on call",
                     *       "created_at": "2026-11-01T08:10:00.000Z",
                     *       "disabled_at": null,
                     *       "disabled_reason": null,
                     *       "secret": "nsw_example-example-example-example-example-abc"
                     *     }
                     */
                    "application/json": {
                        /** Format: date-time */
                        created_at: string;
                        disabled_at: string | null;
                        disabled_reason: string | null;
                        /** @enum {string} */
                        format: "json" | "slack" | "digest";
                        id: number;
                        label: string;
                        owner: string;
                        secret: string;
                        /** @enum {string} */
                        severity: "info" | "low" | "medium" | "high";
                        url: string;
                    };
                };
            };
            400: components["responses"]["malformed-json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden.target-forbidden"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["idempotency-key-reused.validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    get_webhooks_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 3,
                     *       "owner": "alice",
                     *       "url": "https://hooks.example.org/netsweep",
                     *       "format": "json",
                     *       "severity": "low",
                     *       "label": "on call",
                     *       "created_at": "2026-11-01T08:10:00.000Z",
                     *       "disabled_at": null,
                     *       "disabled_reason": null
                     *     }
                     */
                    "application/json": {
                        /** Format: date-time */
                        created_at: string;
                        disabled_at: string | null;
                        disabled_reason: string | null;
                        /** @enum {string} */
                        format: "json" | "slack" | "digest";
                        id: number;
                        label: string;
                        owner: string;
                        /** @enum {string} */
                        severity: "info" | "low" | "medium" | "high";
                        url: string;
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            422: components["responses"]["validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    delete_webhooks_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; no content. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            422: components["responses"]["validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    get_webhooks_id_deliveries: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "deliveries": [
                     *         {
                     *           "id": 4,
                     *           "run_id": 70,
                     *           "changes": 2,
                     *           "state": "waiting",
                     *           "attempts": 3,
                     *           "created_at": "2026-11-22T10:00:10.000Z",
                     *           "next_at": "2026-11-22T10:02:10.000Z",
                     *           "done_at": null,
                     *           "reason": "it answered 503"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        deliveries: {
                            attempts: number;
                            changes: number;
                            /** Format: date-time */
                            created_at: string;
                            done_at: string | null;
                            id: number;
                            next_at: string | null;
                            reason: string | null;
                            run_id: number | null;
                            /** @enum {string} */
                            state: "waiting" | "done" | "parked";
                        }[];
                        next: string | null;
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            422: components["responses"]["validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
    post_webhooks_id_ping: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body give the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 4,
                     *       "run_id": 70,
                     *       "changes": 2,
                     *       "state": "waiting",
                     *       "attempts": 3,
                     *       "created_at": "2026-11-22T10:00:10.000Z",
                     *       "next_at": "2026-11-22T10:02:10.000Z",
                     *       "done_at": null,
                     *       "reason": "it answered 503"
                     *     }
                     */
                    "application/json": {
                        attempts: number;
                        changes: number;
                        /** Format: date-time */
                        created_at: string;
                        done_at: string | null;
                        id: number;
                        next_at: string | null;
                        reason: string | null;
                        run_id: number | null;
                        /** @enum {string} */
                        state: "waiting" | "done" | "parked";
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            422: components["responses"]["idempotency-key-reused.validation-error"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal"];
            503: components["responses"]["dependency-unavailable"];
        };
    };
}
