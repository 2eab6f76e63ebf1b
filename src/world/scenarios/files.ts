/** The files that stand in the home of the first host. The Deployment is the study notes' own, its slips mended. */

export const nginxDeployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: nginx-deployment
  labels:
    app: nginx
spec:
  replicas: 3
  selector:
    matchLabels:
      app: nginx
  template:
    metadata:
      labels:
        app: nginx
    spec:
      containers:
      - name: nginx
        image: nginx:1.7.9
        ports:
        - containerPort: 80
`;

export const nginxService = `apiVersion: v1
kind: Service
metadata:
  name: nginx
spec:
  selector:
    app: nginx
  ports:
  - port: 80
    targetPort: 80
`;

export const dockerfile = `FROM nginx:1.23
WORKDIR /usr/share/nginx/html
COPY index.html .
RUN echo "built in layers" > about.txt
EXPOSE 80
`;

export const indexHtml = `<!doctype html>
<title>A page in a layer</title>
<h1>It works, and it is one layer deep.</h1>
`;
