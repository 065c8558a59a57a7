{{/* The name of the objects. */}}
{{- define "prodhealth.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride -}}
{{- else if contains "prodhealth" .Release.Name -}}
{{- .Release.Name | trunc 53 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-prodhealth" (.Release.Name | trunc 42 | trimSuffix "-") -}}
{{- end -}}
{{- end -}}

{{/* What the Deployment, its pods and all that looks for them share. */}}
{{- define "prodhealth.identity" -}}
app.kubernetes.io/name: prodhealth
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{/* The labels of an agent's pod, by which it is selected. */}}
{{- define "prodhealth.selector" -}}
{{ include "prodhealth.identity" . }}
app.kubernetes.io/component: agent
{{- end -}}

{{- define "prodhealth.labels" -}}
{{ include "prodhealth.identity" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "prodhealth.cortex" -}}
{{- if eq .Values.profile "cortex" }}true{{ end -}}
{{- end -}}

{{- define "prodhealth.serviceAccount" -}}
{{- if and (not .Values.serviceAccount.create) (not .Values.serviceAccount.name) -}}
{{- fail "serviceAccount.name: must be set where serviceAccount.create is false" -}}
{{- end -}}
{{- default (include "prodhealth.fullname" .) .Values.serviceAccount.name -}}
{{- end -}}

{{- define "prodhealth.image" -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" .Values.image.repository (default .Chart.AppVersion .Values.image.tag) -}}
{{- end -}}
{{- end -}}

{{- define "prodhealth.prometheusNamespace" -}}
{{- default (ternary "prometheus" "monitoring" (eq .Values.profile "cortex")) .Values.prometheus.namespace -}}
{{- end -}}

{{/* Where monitor and rules are looked for. */}}
{{- define "prodhealth.monitoringNamespace" -}}
{{- default (ternary "prometheus" .Release.Namespace (eq .Values.profile "cortex")) .Values.monitoring.namespace -}}
{{- end -}}

{{- define "prodhealth.scheme" -}}
{{- if and .Values.webConfig.tls (not .Values.webConfig.existingSecret) -}}
{{- fail "webConfig.existingSecret: must be set where webConfig.tls is true: it holds the certificate" -}}
{{- end -}}
{{- ternary "HTTPS" "HTTP" .Values.webConfig.tls -}}
{{- end -}}

{{/* prodhealth.yaml: what the chart knows, and over it what the user says. */}}
{{- define "prodhealth.config" -}}
{{- $known := dict "alerting" (dict "cluster" .Values.clusterName) "cortex" (dict "namespace" .Values.cortexNamespace) -}}
{{- $url := .Values.prometheus.url -}}
{{- if and (not $url) (or (ne .Values.profile "cortex") .Values.prometheus.namespace) -}}
{{- $service := ternary "prometheus" "kube-prometheus-stack-prometheus" (eq .Values.profile "cortex") -}}
{{- $url = printf "http://%s.%s:9090" $service (include "prodhealth.prometheusNamespace" .) -}}
{{- end -}}
{{- if $url -}}
{{- $_ := set $known "prometheus" (dict "url" $url) -}}
{{- end -}}
{{- if .Values.monitoring.rules.runbookUrl -}}
{{- $_ := set $known.alerting "runbook_url" .Values.monitoring.rules.runbookUrl -}}
{{- end -}}
{{- if .Values.kubernetesAuth.enabled -}}
{{- $_ := set $known "web" (dict "kubernetes_auth" true) -}}
{{- end -}}
{{- toYaml (mustMergeOverwrite $known (deepCopy .Values.config)) -}}
{{- end -}}

{{/* What an agent's container is beside its arguments, for the Deployment and for `helm test`. */}}
{{- define "prodhealth.container" -}}
image: {{ include "prodhealth.image" . | toJson }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
env:
  - name: POD_NAME
    valueFrom: {fieldRef: {fieldPath: metadata.name}}
  - name: POD_IP
    valueFrom: {fieldRef: {fieldPath: status.podIP}}
  - name: POD_NAMESPACE
    valueFrom: {fieldRef: {fieldPath: metadata.namespace}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
volumeMounts:
  # Folders and not files: only of a folder the kubelet swaps the content, which the agent then reads again.
  - name: config
    mountPath: /etc/prodhealth/config
    readOnly: true
  {{- if .Values.webConfig.existingSecret }}
  - name: web-config
    mountPath: /etc/prodhealth/web
    readOnly: true
  {{- end }}
  {{- range .Values.secrets }}
  - name: secret-{{ sha256sum . | trunc 12 }}
    mountPath: /etc/prodhealth/secrets/{{ . }}
    readOnly: true
  {{- end }}
  # The agent needs nothing writable. The JVM keeps its performance counters here where it can.
  - name: tmp
    mountPath: /tmp
{{- end -}}

{{/* What a pod of the agent is beside its containers. */}}
{{- define "prodhealth.pod" -}}
serviceAccountName: {{ include "prodhealth.serviceAccount" . }}
automountServiceAccountToken: true
# Kubernetes would set PRODHEALTH_… variables for Services, which the agent would take for settings.
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 65532
  runAsGroup: 65532
  # So that it can read the token by which it assumes its role in AWS.
  fsGroup: 65532
  seccompProfile:
    type: RuntimeDefault
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- $nodes := .Values.nodeSelector }}
{{- if and (include "prodhealth.cortex" .) (not $nodes) }}
{{- $nodes = dict "operator" "true" }}
{{- end }}
{{- with $nodes }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
volumes:
  - name: config
    configMap:
      name: {{ include "prodhealth.fullname" . }}
  {{- with .Values.webConfig.existingSecret }}
  - name: web-config
    secret:
      secretName: {{ . }}
  {{- end }}
  {{- range .Values.secrets }}
  - name: secret-{{ sha256sum . | trunc 12 }}
    secret:
      secretName: {{ . }}
  {{- end }}
  - name: tmp
    emptyDir:
      sizeLimit: 16Mi
{{- end -}}
