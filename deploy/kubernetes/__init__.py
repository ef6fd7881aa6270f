"""What puts an installation into a cluster of Kubernetes: manifests for kustomize, and the secrets that they name."""
